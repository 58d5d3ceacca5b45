import Foundation
import Logging
import Postgres

/// The server the tests talk to, from `TENANTRY_TEST_POSTGRES_URL`.
func testEndpoint() async throws -> PostgresEndpoint {
    struct Missing: Error {}
    guard let url = ProcessInfo.processInfo.environment["TENANTRY_TEST_POSTGRES_URL"] else { throw Missing() }
    return try PostgresEndpoint(parsing: url)
}
