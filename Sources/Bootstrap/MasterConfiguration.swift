package import Postgres

/// What is needed to migrate the master database, and no more: no key is asked for.
package struct MasterConfiguration: Sendable {
    package let endpoint: PostgresEndpoint
    package let folder: String

    /// - Throws: ``ConfigurationError``.
    package init(_ settings: Settings) throws(ConfigurationError) {
        let name = "TENANTRY_MASTER_DATABASE_URL"
        let url = try settings.required(
            name, hint: "It is the platform's own PostgreSQL: postgres://user:password@host:5432/tenantry.")
        endpoint = try ControlPlaneConfiguration.endpoint(name, url)
        folder = try settings.text("TENANTRY_MASTER_MIGRATIONS") ?? "migrations/master"
    }
}
