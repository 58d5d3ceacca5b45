import NIOConcurrencyHelpers
import Postgres

@testable import Migrations

extension Migrator {
    static func test(_ change: (inout MigrationTarget) -> Void = { _ in }) -> Migrator {
        var target = MigrationTarget.tenant
        change(&target)
        return Migrator(target: target, runner: "test", logger: TestServer.logger)
    }

    /// Inspects, plans and applies once.
    func run(
        _ directory: MigrationDirectory, on connection: PostgresConnection, guardedBy guard: MigrationGuard = .none,
        settings: [SeedSetting] = []
    ) async throws -> [MigrationProgress] {
        let news = NIOLockedValueBox<[MigrationProgress]>([])
        let plan = try await plan(to: directory, on: connection)
        try await apply(plan, on: connection, guardedBy: `guard`, settings: settings) { progress in
            news.withLockedValue { $0.append(progress) }
        }
        return news.withLockedValue { $0 }
    }

    /// Runs what is expected to fail in a file.
    func failure(of directory: MigrationDirectory, on connection: PostgresConnection) async throws -> MigrationFailure {
        do { _ = try await run(directory, on: connection) } catch MigrationError.failed(let failure) { return failure }
        throw UnexpectedSuccess()
    }

    struct UnexpectedSuccess: Error {}
}

extension PostgresSession {
    /// The names of all tables in schema `public`.
    func tables() async throws -> [String] {
        try await all(
            "select tablename::text as name from pg_tables where schemaname = 'public' order by 1",
            decoding: String.self)
    }
}
