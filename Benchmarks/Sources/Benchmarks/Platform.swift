import Foundation
import Postgres

/// `tenantry serve` and `tenantry work` of the measured program, with a master database of their own.
struct Platform: Sendable {
    let settings: Settings
    /// Name of the master database.
    let master: String
    private let environment: [String: String]

    /// Runs a platform for as long as `body` needs it.
    static func with<Value>(_ settings: Settings, _ body: (Platform) async throws -> Value) async throws -> Value {
        let platform = try await Platform(settings)
        let serve = try await platform.start("serve")
        do {
            let work = try await platform.start("work")
            do {
                try await platform.waitUntilReady()
                let value = try await body(platform)
                await work.stop()
                await serve.stop()
                return value
            } catch {
                await work.stop()
                throw error
            }
        } catch {
            await serve.stop()
            throw error
        }
    }

    private init(_ settings: Settings) async throws {
        let master = "master_\(UUID().uuidString.lowercased().prefix(8))"
        try await settings.withConnection { connection in
            _ = try await connection.execute("create database \(identifier: master)")
        }
        let key = try await Command(settings.tenantry, ["keys", "generate"]).run(in: settings.scratch).output
        self.settings = settings
        self.master = master
        environment = [
            "TENANTRY_MASTER_DATABASE_URL":
                "postgres://\(Settings.superuser)@localhost:\(settings.postgresPort)/\(master)"
                + "?host=\(settings.postgresSocket)",
            "TENANTRY_REDIS_URL": "redis://default:\(settings.redisPassword)@127.0.0.1:\(settings.redisPort)/0",
            "TENANTRY_CREDENTIAL_KEYS": key.trimmingCharacters(in: .whitespacesAndNewlines),
            "TENANTRY_ALLOW_PRIVATE_DATABASE_HOSTS": "true",
            "TENANTRY_HTTP_PORT": "\(settings.apiPort)",
            "TENANTRY_MASTER_MIGRATIONS": "\(settings.migrations)/master",
            "TENANTRY_TENANT_MIGRATIONS": "\(settings.migrations)/tenant",
            "TENANTRY_LOG_LEVEL": "warning",
        ]
        let migrate = Command(settings.tenantry, ["migrate", "master"], environment: environment)
        _ = try await migrate.run(in: settings.scratch)
    }

    /// Starts a process that ends when we do, however that happens.
    private func start(_ name: String) async throws -> Child {
        let command = Command(
            "setpriv", ["--pdeathsig", "TERM", settings.tenantry, name], environment: environment)
        return try await Child.start(
            command, output: "\(settings.scratch)/\(name).out", errors: "\(settings.scratch)/\(name).err")
    }
}
