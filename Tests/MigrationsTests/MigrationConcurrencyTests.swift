import NIOConcurrencyHelpers
import Postgres
import Testing

@testable import Migrations

@Suite("Migrating while others do", .timeLimit(.minutes(5)))
struct MigrationConcurrencyTests {
    @Test(
        "of twelve at once, each file is applied by exactly one, and all of them end well",
        .serialized, arguments: ["read committed", "serializable"])
    func race(isolation: String) async throws {
        let files = (1...8).map { ("000\($0)_t\($0).sql", "create table t\($0) (); create table u\($0) ();") }
        let directory = try TestFolder.directory(Dictionary(uniqueKeysWithValues: files))
        try await TestServer.withDatabase { database in
            try await database.connect().script(
                "alter database \(database.endpoint.database) set default_transaction_isolation = '\(isolation)'")
            let applied = NIOLockedValueBox<[String]>([])
            try await withThrowingTaskGroup { group in
                for _ in 1...12 {
                    group.addTask {
                        let connection = try await database.connect()
                        defer { connection.close() }
                        try await Migrator.test().migrate(to: directory, on: connection) { progress in
                            applied.withLockedValue { $0.append(progress.file) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(applied.withLockedValue { $0 } == files.map(\.0))
            #expect(try await Migrator.test().inspect(database.connect()).applied.count == 8)
        }
    }

    @Test("a stale plan is refused before it changes anything")
    func stale() async throws {
        let directory = try TestFolder.directory(["0001_a.sql": "create table a ();"])
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let migrator = Migrator.test()
            let plan = try await migrator.plan(to: directory, on: connection)
            try await migrator.apply(plan, on: connection)
            let error = try await #require(throws: MigrationError.self) {
                try await migrator.apply(plan, on: connection)
            }
            guard case .headMoved = error else { throw error }
        }
    }

    @Test("while the lock is held elsewhere, waiting ends with the patience")
    func patience() async throws {
        let directory = try TestFolder.directory(["0001_a.sql": "create table a ();"])
        try await TestServer.withDatabase { database in
            let holder = try await database.connect()
            try await holder.script("begin; select pg_advisory_xact_lock(\(MigrationLedger.lockKey))")
            let connection = try await database.connect()
            let migrator = Migrator.test()
            let error = try await #require(throws: MigrationError.self) {
                try await migrator.migrate(to: directory, on: connection, patience: .milliseconds(300))
            }
            guard case .lockBusy = error else { throw error }
            #expect(try await connection.tables().isEmpty)
            try await holder.script("commit")
            try await migrator.migrate(to: directory, on: connection, patience: .zero)
            #expect(try await connection.tables() == ["a"])
        }
    }

    @Test("a guard that does not hold stops every file before it")
    func guarded() async throws {
        let directory = try TestFolder.directory([
            "0001_a.sql": "create table a (); update public.owner set epoch = 8;", "0002_b.sql": "create table b ();",
        ])
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            try await connection.script("create table owner (epoch int); insert into owner values (7)")
            let migrator = Migrator.test()
            let refused = MigrationGuard.requiring("(select epoch from public.owner) = 6")
            let passing = MigrationGuard.requiring("(select epoch from public.owner) = 7")
            for (guardrail, tables) in [(refused, ["owner"]), (passing, ["a", "owner"])] {
                let error = try await #require(throws: MigrationError.self) {
                    try await migrator.run(directory, on: connection, guardedBy: guardrail)
                }
                guard case .fenced = error else { throw error }
                #expect(try await connection.tables() == tables)
            }
        }
    }

    @Test("a guard whose own SQL is wrong is nobody's migration")
    func wrongGuard() async throws {
        let directory = try TestFolder.directory(["0001_a.sql": "create table a ();"])
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let error = try await #require(throws: MigrationError.self) {
                try await Migrator.test().run(
                    directory, on: connection, guardedBy: MigrationGuard(sql: "select 1; select * from public.nowhere;")
                )
            }
            guard case .database(let cause) = error else { throw error }
            #expect(cause.sqlState == "42P01")
        }
    }
}
