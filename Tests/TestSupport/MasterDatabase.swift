import Foundation
import Logging
import Migrations
import Postgres
package import Tenancy

/// The repository's own folders, wherever the tests are run from.
package enum Repository {
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    package static let masterMigrations = root + "/migrations/master"
    package static let tenantMigrations = root + "/migrations/tenant"
}

extension DatabaseTemplate {
    /// The platform's own database, migrated and empty.
    package static let master = DatabaseTemplate("master") { endpoint in
        let directory = try MigrationDirectory(readingFrom: Repository.masterMigrations)
        let connection = try await PostgresConnection.connect(to: endpoint, logger: Logger(label: "template"))
        defer { connection.close() }
        try await Migrator(target: .master, runner: "tests", logger: Logger(label: "template"))
            .migrate(to: directory, on: connection)
    }
}

/// Lends a test a migrated master database of its own.
package func withMasterDatabase<Value>(
    _ body: (Database<Master>) async throws -> Value
) async throws -> Value {
    try await withDatabase(.master) { endpoint in
        let pool = PostgresPool(
            endpoint: endpoint,
            configuration: PostgresPoolConfiguration(maximumConnections: 12, sharedReaders: 1, name: "test"),
            logger: Logger(label: "test"))
        do {
            let value = try await body(Database(pool))
            await pool.close()
            return value
        } catch {
            await pool.close()
            throw error
        }
    }
}
