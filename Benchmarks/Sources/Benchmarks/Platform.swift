import Foundation
import Postgres

/// `tenantry serve` and, where wanted, `tenantry work` of the measured program, with a master database of their own.
struct Platform: Sendable {
    let settings: Settings
    /// Name of the master database.
    let master: String
    private let environment: [String: String]
    /// What was started, by command.
    private(set) var processes: [String: Child] = [:]

    /// Runs a platform for as long as `body` needs it.
    static func with<Value: Sendable>(
        _ settings: Settings, running commands: [String] = ["serve", "work"], _ body: (Platform) async throws -> Value
    ) async throws -> Value {
        var platform = try await Platform(settings)
        return try await Programs.with(scratch: settings.scratch) { programs in
            for command in commands {
                platform.processes[command] = try await programs.start(
                    Command(settings.tenantry, [command], environment: platform.environment), named: command)
            }
            try await platform.waitUntilReady()
            return try await body(platform)
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
            "TENANTRY_LOG_LEVEL": "error",
            "TENANTRY_RATE_LIMITS": "off",
            "TENANTRY_ACCESS_TOKEN_TTL": "2h",
        ]
        let migrate = Command(settings.tenantry, ["migrate", "master"], environment: environment)
        _ = try await migrate.run(in: settings.scratch)
    }
}
