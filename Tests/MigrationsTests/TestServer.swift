import Logging
import Postgres
import TestSupport

/// Lends tests an empty database of their own on the shared PostgreSQL.
enum TestServer {
    static let logger = Logger(label: "migrations.tests")

    /// Dropped when `body` ends, with connections forced out.
    static func withDatabase(_ body: (TestDatabase) async throws -> Void) async throws {
        try await TestSupport.withDatabase { try await body(TestDatabase(endpoint: $0)) }
    }
}

/// An empty database.
struct TestDatabase: Sendable {
    let endpoint: PostgresEndpoint

    /// As the superuser, or as a role whose password is its name.
    func connect(as user: String? = nil) async throws -> PostgresConnection {
        var endpoint = endpoint
        if let user { (endpoint.user, endpoint.password) = (user, user) }
        return try await PostgresConnection.connect(to: endpoint, logger: TestServer.logger)
    }
}
