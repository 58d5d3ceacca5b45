import LocalServers
import Postgres
import TestSupport

/// The PostgreSQL that all tests of this process share, as a superuser.
func testEndpoint() async throws -> PostgresEndpoint {
    try PostgresEndpoint(parsing: try await TestServers.shared.postgres().url())
}
