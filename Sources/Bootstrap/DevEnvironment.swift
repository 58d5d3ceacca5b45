import Configuration
import Foundation
package import LocalServers
package import Logging
import Postgres
import Secrets

/// A whole platform on one machine: PostgreSQL and Redis of its own, keys, settings, all below one directory.
///
/// Nothing here needs preparing and nothing is lost by stopping: the next start finds the data again.
package struct DevEnvironment: Sendable {
    package let postgres: LocalPostgres
    package let redis: LocalRedis
    /// The environment's settings, ours in front where they concern our own servers, behind where they are defaults.
    package let settings: Settings
    /// Where it all is.
    package let directory: String

    /// Starts the servers, makes the master database and the key if they are missing.
    ///
    /// - Throws: a sentence that says what to install or to free; nothing is left running then.
    package static func start(in directory: String, logger: Logger) async throws -> DevEnvironment {
        let postgres = try await LocalPostgres.start(in: directory + "/postgres", logger: logger)
        do {
            let redis = try await LocalRedis.start(in: directory + "/redis", logger: logger)
            do {
                try await createMaster(on: postgres, logger: logger)
                let settings = try await settings(postgres, redis, key: credentialKey(in: directory))
                return DevEnvironment(postgres: postgres, redis: redis, settings: settings, directory: directory)
            } catch {
                await redis.stop()
                throw error
            }
        } catch {
            await postgres.stop()
            throw error
        }
    }

    /// Stops what a service group did not get to run.
    package func stop() async {
        await redis.stop()
        await postgres.stop()
    }

    private static func createMaster(on postgres: LocalPostgres, logger: Logger) async throws {
        let connection = try await PostgresConnection.connect(
            to: PostgresEndpoint(parsing: postgres.url()), logger: logger)
        defer { connection.close() }
        guard try await !MasterDatabaseQueries.exists(master, on: connection) else { return }
        try await MasterDatabaseQueries.create(master, on: connection)
    }

    /// The one secret of the platform, in a file that only its owner reads.
    private static func credentialKey(in directory: String) throws -> String {
        let path = directory + "/credential-keys"
        if let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) {
            return text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard let name = KeyID("dev") else { throw StartError("“dev” is a key's name.") }
        let entry = Keyring.makeEntry(named: name).exposed
        let made = FileManager.default.createFile(
            atPath: path, contents: Data(entry.utf8), attributes: [.posixPermissions: 0o600])
        guard made else { throw StartError("\(path) cannot be written.") }
        return entry
    }

    private static func settings(_ postgres: LocalPostgres, _ redis: LocalRedis, key: String) async throws -> Settings {
        let own = InMemoryProvider(values: [
            "tenantry.master.database.url": .init(stringLiteral: postgres.url(database: master)),
            "tenantry.redis.url": .init(stringLiteral: redis.unixURL()),
            "tenantry.managed.cluster.url": .init(stringLiteral: postgres.url()),
            "tenantry.credential.keys": .init(stringLiteral: key),
        ])
        let defaults = InMemoryProvider(values: [
            "tenantry.allow.private.database.hosts": "true",
            "tenantry.allow.manual.payments": "true",
            "tenantry.log.level": "warning",
        ])
        return try await Settings.environment(readingDotEnv: true, before: [own], behind: [defaults])
    }

    private static let master = "tenantry"
}
