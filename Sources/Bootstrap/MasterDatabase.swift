import Foundation
package import Logging
package import Migrations
package import Postgres
package import Tenancy

/// The platform's own database: reached, migrated, checked.
package enum MasterDatabase {
    /// A pool for one process. Run it as a service.
    package static func open(_ endpoint: PostgresEndpoint, logger: Logger) -> Database<Master> {
        var endpoint = endpoint
        endpoint.statementTimeout = .seconds(15)  // a server that hangs must not hang everybody who asks it
        return Database(
            PostgresPool(
                endpoint: endpoint,
                configuration: PostgresPoolConfiguration(maximumConnections: 12, sharedReaders: 2, name: "master"),
                logger: logger))
    }

    /// Brings the schema up to date; safe to repeat and to run from many processes at once.
    package static func migrate(
        _ endpoint: PostgresEndpoint, folder: String, logger: Logger,
        onProgress: @escaping @Sendable (MigrationProgress) -> Void = { _ in }
    ) async throws {
        let directory = try MigrationDirectory(readingFrom: folder)
        let connection = try await PostgresConnection.connect(to: endpoint, logger: logger)
        defer { connection.close() }
        try await migrator(logger).migrate(to: directory, on: connection, onProgress: onProgress)
    }

    /// What stands in the ledger beside what is in the folder.
    package static func status(
        _ endpoint: PostgresEndpoint, folder: String, logger: Logger
    ) async throws -> [MigrationStatus] {
        let directory = try MigrationDirectory(readingFrom: folder)
        let connection = try await PostgresConnection.connect(to: endpoint, logger: logger)
        defer { connection.close() }
        return MigrationStatus.report(of: try await migrator(logger).inspect(connection), in: directory)
    }

    /// Sees that the database answers and has the schema of the folder, before anything is done to it.
    ///
    /// - Throws: ``StartError``, a sentence that says what to do.
    static func check(_ folder: String, on master: Database<Master>) async throws {
        let directory = try MigrationDirectory(readingFrom: folder)
        do { try await MasterDatabaseQueries.ping(master.session) } catch {
            throw StartError("The master database cannot be used: \(error) Check TENANTRY_MASTER_DATABASE_URL.")
        }
        if let problem = await schemaProblem(directory, on: master) { throw StartError(problem) }
    }

    /// Whether the schema is the one that this program was made for; else what to do.
    static func schemaProblem(_ directory: MigrationDirectory, on master: Database<Master>) async -> String? {
        do {
            let state = try await migrator(Logger(label: "migrations")).inspect(master.session)
            let report = MigrationStatus.report(of: state, in: directory)
            let isCurrent = report.allSatisfy { if case .applied = $0.standing { true } else { false } }
            return isCurrent ? nil : "The master database is not at this program's schema. Run: tenantry migrate master"
        } catch {
            return "The schema of the master database cannot be read."
        }
    }

    private static func migrator(_ logger: Logger) -> Migrator {
        Migrator(target: .master, runner: "tenantry \(ProcessInfo.processInfo.processIdentifier)", logger: logger)
    }
}
