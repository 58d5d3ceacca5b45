package import Postgres

/// What stores may have and where their databases may be.
package struct StoresConfiguration: Sendable {
    /// Folder of the tenant migrations.
    package var tenantMigrations: String
    /// Folder of the platform's own migrations.
    package var masterMigrations: String
    /// Where managed databases are made; a user that may create roles and databases.
    package var cluster: PostgresEndpoint?
    package var allowsPrivateHosts: Bool
    /// Stores one account may have, 1 to 100,000.
    package var storesPerAccount: Int

    /// - Throws: ``ConfigurationError``.
    init(_ settings: Settings) throws(ConfigurationError) {
        tenantMigrations = try settings.text("TENANTRY_TENANT_MIGRATIONS") ?? "migrations/tenant"
        masterMigrations = try settings.text("TENANTRY_MASTER_MIGRATIONS") ?? "migrations/master"
        if let url = try settings.text("TENANTRY_MANAGED_CLUSTER_URL") {
            cluster = try ControlPlaneConfiguration.endpoint("TENANTRY_MANAGED_CLUSTER_URL", url)
        }
        allowsPrivateHosts = try settings.flag("TENANTRY_ALLOW_PRIVATE_DATABASE_HOSTS", default: false)
        storesPerAccount = try settings.number("TENANTRY_MAX_STORES_PER_USER", in: 1...100_000, default: 5)
    }
}
