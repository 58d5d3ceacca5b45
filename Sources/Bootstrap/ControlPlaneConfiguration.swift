package import Postgres
package import Redis
package import Secrets

/// Everything that is set from outside, read once. Nothing below this ever looks at the environment.
package struct ControlPlaneConfiguration: Sendable {
    package var master: PostgresEndpoint
    package var redis: RedisEndpoint
    package var keyring: Keyring
    package var http: HTTPConfiguration
    package var stores: StoresConfiguration
    package var tokens: TokenConfiguration
    package var payments: PaymentConfiguration
    package var metrics: MetricsConfiguration
    /// A job whose worker died this often while it ran is buried; 1 to 1,000.
    package var maxWorkerDeaths: Int

    /// - Throws: ``ConfigurationError``, naming the setting and the rule it broke, never the value.
    package init(_ settings: Settings) throws(ConfigurationError) {
        master = try Self.master(settings)
        redis = try Self.redis(settings)
        keyring = try Self.keyring(settings)
        http = try HTTPConfiguration(settings)
        stores = try StoresConfiguration(settings)
        tokens = try TokenConfiguration(settings)
        payments = try PaymentConfiguration(settings, platformHostname: http.platformHostname)
        metrics = try MetricsConfiguration(settings)
        maxWorkerDeaths = try settings.number("TENANTRY_MAX_WORKER_DEATHS", in: 1...1_000, default: 5)
    }

    static func master(_ settings: Settings) throws(ConfigurationError) -> PostgresEndpoint {
        let name = "TENANTRY_MASTER_DATABASE_URL"
        return try endpoint(
            name,
            settings.required(
                name, hint: "It is the platform's own PostgreSQL: postgres://user:password@host:5432/tenantry."))
    }

    static func endpoint(_ name: String, _ url: String) throws(ConfigurationError) -> PostgresEndpoint {
        do { return try PostgresEndpoint(parsing: url) } catch {
            throw ConfigurationError(name, "cannot be read: \(error)")
        }
    }

    private static func redis(_ settings: Settings) throws(ConfigurationError) -> RedisEndpoint {
        let name = "TENANTRY_REDIS_URL"
        let url = try settings.text(name) ?? "redis://127.0.0.1:6379"
        do { return try RedisEndpoint(parsing: url) } catch {
            throw ConfigurationError(name, "cannot be read: \(error)")
        }
    }

    static func keyring(_ settings: Settings) throws(ConfigurationError) -> Keyring {
        let name = "TENANTRY_CREDENTIAL_KEYS"
        let text = try settings.required(name, hint: "Make one with: tenantry keys generate")
        do { return try Keyring(parsing: text) } catch { throw ConfigurationError(name, "cannot be used: \(error)") }
    }
}
