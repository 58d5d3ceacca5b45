import Foundation
import Postgres
import Testing

@testable import Migrations

@Suite("Migrating a database", .timeLimit(.minutes(5)))
struct MigratorTests {
    static let files = [
        "0001_a.sql": "create table a (id int primary key);\ninsert into a values (1);\n",
        "0002_b.sql": "create table b (id int references a deferrable initially deferred);\ninsert into b values (1)",
        "0003_c.sql": "create table c (); -- no line end",
    ]

    @Test("an untouched database gets every file once, and the ledger says so")
    func everything() async throws {
        let directory = try TestFolder.directory(Self.files)
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let migrator = Migrator.test()
            #expect(try await migrator.inspect(connection).hasLedger == false)
            let news = try await migrator.run(directory, on: connection)
            #expect(news.map(\.file) == ["0001_a.sql", "0002_b.sql", "0003_c.sql"])
            #expect(news.map(\.number) == [1, 2, 3])
            #expect(news.allSatisfy { $0.count == 3 && !$0.isSeed })
            #expect(try await connection.tables() == ["a", "b", "c"])

            let state = try await migrator.inspect(connection)
            #expect(state.hasLedger)
            #expect(state.applied.map(\.version) == ["0001", "0002", "0003"])
            #expect(state.applied.map(\.name) == ["a", "b", "c"])
            #expect(state.applied.map(\.checksum) == directory.migrations.map(\.checksum))
            #expect(state.applied.allSatisfy { $0.isComplete && $0.runner == "test" })
            #expect(state.applied.allSatisfy { abs($0.appliedAt.timeIntervalSinceNow) < 60 })
            #expect(try await migrator.run(directory, on: connection).isEmpty)
        }
    }

    @Test("files that come later are run on top")
    func later() async throws {
        let directory = try TestFolder.directory(Self.files)
        let longer = try TestFolder.directory(Self.files.merging(["0004_d.sql": "create table d ()"]) { $1 })
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let migrator = Migrator.test()
            _ = try await migrator.run(directory, on: connection)
            #expect(try await migrator.run(longer, on: connection).map(\.file) == ["0004_d.sql"])
        }
    }

    @Test("a plan larger than a flush is sent in several, and a file larger than one alone")
    func flushes() async throws {
        let directory = try TestFolder.directory(Self.files)
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let migrator = Migrator.test { $0.flushLimit = 60 }
            let plan = try await migrator.plan(to: directory, on: connection)
            #expect(plan.flushes(limit: 60).map(\.count) == [1, 1, 1])
            #expect(plan.flushes(limit: 130).map(\.count) == [1, 2])
            #expect(try await migrator.run(directory, on: connection).map(\.number) == [1, 2, 3])
        }
    }

    @Test("a byte order mark, CRLF and words beyond ASCII do no harm")
    func text() async throws {
        let sql = "create table straße (\"größe 🧵\" text);\r\ninsert into straße values ($$a\r\nb$$);\r\n"
        let folder = try TestFolder(bytes: ["0001_a.sql": [0xEF, 0xBB, 0xBF] + Array(sql.utf8)])
        let directory = try folder.read()
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            _ = try await Migrator.test().run(directory, on: connection)
            #expect(try await connection.first("select * from straße", decoding: String.self) == "a\nb")
        }
    }

    @Test("a file may change settings for itself; the next one starts afresh")
    func isolation() async throws {
        let directory = try TestFolder.directory([
            "0001_a.sql": "set local search_path = pg_catalog; set local client_min_messages = error;",
            "0002_b.sql": "create table a (); notify x; do $$ begin raise notice 'hello'; end $$;",
        ])
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            #expect(try await Migrator.test().run(directory, on: connection).count == 2)
            #expect(try await connection.tables() == ["a"])
            #expect(try await connection.first("show search_path", decoding: String.self) == "\"$user\", public")
        }
    }

    @Test(
        "only the last commit waits for the disk, or not even that one",
        arguments: [(CommitDurability.immediate, ["off", "on"]), (.later, ["off", "off"])])
    func durability(lastCommit: CommitDurability, expected: [String]) async throws {
        let directory = try TestFolder.directory([
            "0001_a.sql": "create table seen as select 1 as file, current_setting('synchronous_commit') as setting;",
            "0002_b.sql": "insert into seen values (2, current_setting('synchronous_commit'));",
        ])
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            try await connection.script("set synchronous_commit = on")
            let migrator = Migrator.test()
            let plan = try await migrator.plan(to: directory, on: connection)
            try await migrator.apply(plan, on: connection, lastCommit: lastCommit)
            let seen = try await connection.all("select setting from seen order by file", decoding: String.self)
            #expect(seen == expected)
            #expect(try await connection.first("show synchronous_commit", decoding: String.self) == "on")
        }
    }

    @Test("a file may take another role for itself")
    func role() async throws {
        try await TestServer.withDatabase { database in
            let role = database.endpoint.database
            let directory = try TestFolder.directory([
                "0001_a.sql": "create schema s; grant all on schema s to \(role);",
                "0002_b.sql": "set local role \(role); create table s.b ();",
            ])
            let connection = try await database.connect()
            try await connection.script("create role \(role)")
            #expect(try await Migrator.test().run(directory, on: connection).count == 2)
            let owner = try await connection.first(
                "select tableowner::text as owner from pg_tables where schemaname = 's'", decoding: String.self)
            #expect(owner == role)
            try await connection.script("drop owned by \(role); drop role \(role)")
        }
    }

    @Test("megabytes in both directions do not stop each other")
    func volume() async throws {
        let padding = String(repeating: "x", count: 700)
        let notice = "do $$ begin raise notice '\(padding)'; end $$;\n"
        let files = (1...3).map { ("000\($0)_t\($0).sql", String(repeating: notice, count: 1000)) }
        let directory = try TestFolder.directory(Dictionary(uniqueKeysWithValues: files))
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            #expect(try await Migrator.test().run(directory, on: connection).map(\.file) == files.map(\.0))
        }
    }

    @Test("a role that may not make schemas is told apart from a failing file")
    func permission() async throws {
        let directory = try TestFolder.directory(Self.files)
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            try await connection.script(
                "create role \(database.endpoint.database) login password '\(database.endpoint.database)'")
            let outsider = try await database.connect(as: database.endpoint.database)
            let error = try await #require(throws: MigrationError.self) {
                try await Migrator.test().migrate(to: directory, on: outsider)
            }
            #expect(error.sqlState == "42501")
            guard case .database = error else { throw error }
            outsider.close()
            try await connection.script("drop role \(database.endpoint.database)")
        }
    }

    @Test("tables of the ledger's names that are not ours are recognised")
    func foreign() async throws {
        let directory = try TestFolder.directory(Self.files)
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let migrator = Migrator.test()
            _ = try await migrator.run(directory, on: connection)
            try await connection.script(
                "update _tenantry.migrations set checksum = '\\x', name = '<&>]]>' where version = '0001'")
            #expect(try await migrator.inspect(connection).applied.first?.name == "<&>]]>")
            try await connection.script(
                "alter table _tenantry.migrations alter name drop not null; update _tenantry.migrations set name = null"
            )
            let error = try await #require(throws: MigrationError.self) { try await migrator.inspect(connection) }
            guard case .ledgerUnreadable = error else { throw error }
        }
    }
}
