import NIOConcurrencyHelpers
import Postgres
import Testing

@testable import Migrations

@Suite("Migrating and being interrupted", .timeLimit(.minutes(5)))
struct MigrationInterruptionTests {
    static let files = [
        "0001_a.sql": "create table a ();",
        "0002_b.sql":
            "create table b (); select pg_sleep(('0' || coalesce(current_setting('tenantry.nap', true), ''))::int);",
        "0003_c.sql": "create table c ();",
    ]

    /// Starts migrating; runs `interrupt` as soon as the first file is told done, while the second one sleeps.
    private func interrupted(
        _ directory: MigrationDirectory, on connection: PostgresConnection, by interrupt: () async throws -> Void
    ) async throws -> MigrationError {
        let (news, told) = AsyncStream.makeStream(of: MigrationProgress.self)
        try await connection.script("set tenantry.nap = 30")
        async let outcome: MigrationError? = {
            do throws(MigrationError) {
                try await Migrator.test().migrate(to: directory, on: connection) { told.yield($0) }
                return nil
            } catch { return error }
        }()
        var iterator = news.makeAsyncIterator()
        #expect(await iterator.next()?.file == "0001_a.sql")
        try await interrupt()
        return try #require(await outcome)
    }

    @Test("progress is told while the script is still running, and a killed server process loses one file at most")
    func killed() async throws {
        let directory = try TestFolder.directory(Self.files)
        try await TestServer.withDatabase { database in
            let victim = try await database.connect()
            let other = try await database.connect()
            let error = try await interrupted(directory, on: victim) {
                try await other.execute("select pg_terminate_backend(\(victim.processID))")
            }
            guard case .interrupted = error else { throw error }
            let migrator = Migrator.test()
            #expect(try await migrator.inspect(other).applied.map(\.version) == ["0001"])
            #expect(try await other.tables() == ["a"])
            #expect(try await migrator.run(directory, on: other).map(\.file) == ["0002_b.sql", "0003_c.sql"])
        }
    }

    @Test("a cancelled task stops the server's work, and the next attempt goes on from there")
    func cancelled() async throws {
        let directory = try TestFolder.directory(Self.files)
        try await TestServer.withDatabase { database in
            let victim = try await database.connect()
            try await victim.script("set tenantry.nap = 30")
            let (news, told) = AsyncStream.makeStream(of: MigrationProgress.self)
            let task = Task { () -> MigrationError? in
                do throws(MigrationError) {
                    try await Migrator.test().migrate(to: directory, on: victim) { told.yield($0) }
                    return nil
                } catch { return error }
            }
            var iterator = news.makeAsyncIterator()
            #expect(await iterator.next()?.file == "0001_a.sql")
            task.cancel()
            guard case .cancelled? = await task.value else {
                Issue.record("not cancelled")
                return
            }
            victim.close()
            let other = try await database.connect()
            try await Migrator.test().migrate(to: directory, on: other)
            #expect(try await other.tables() == ["a", "b", "c"])
        }
    }
}
