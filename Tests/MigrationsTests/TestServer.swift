import Foundation
import Logging
import Postgres

/// The PostgreSQL server that `TENANTRY_TEST_POSTGRES_URL` names, as a superuser.
enum TestServer {
    static let logger = Logger(label: "migrations.tests")

    static var endpoint: PostgresEndpoint {
        get throws {
            let url = ProcessInfo.processInfo.environment["TENANTRY_TEST_POSTGRES_URL"]
            return try PostgresEndpoint(parsing: url ?? "postgres://postgres@127.0.0.1:5432/postgres?sslmode=disable")
        }
    }

    /// A database of its own, dropped when `body` ends, with connections forced out.
    static func withDatabase(_ body: (TestDatabase) async throws -> Void) async throws {
        let name = "migrations_\(UUID().uuidString.prefix(8).lowercased())"
        try await run("create database \(name)")
        var endpoint = try endpoint
        endpoint.database = name
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(TestDatabase(endpoint: endpoint))) } catch { outcome = .failure(error) }
        try await run("drop database \(name) with (force)")
        try outcome.get()
    }

    private static func run(_ sql: String) async throws {
        let server = try await PostgresConnection.connect(to: try endpoint, logger: logger)
        defer { server.close() }
        try await server.script(sql)
    }
}

/// An empty database.
struct TestDatabase: Sendable {
    let endpoint: PostgresEndpoint

    func connect(as user: String? = nil) async throws -> PostgresConnection {
        var endpoint = endpoint
        endpoint.user = user ?? endpoint.user
        return try await PostgresConnection.connect(to: endpoint, logger: TestServer.logger)
    }
}
