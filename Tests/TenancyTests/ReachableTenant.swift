import Domain
import Logging
import Postgres
import Secrets
import TestSupport

@testable import Tenancy

/// A store with a database of its own, reached the way requests reach it.
struct ReachableTenant {
    let store: RegisteredStore
    let address: DatabaseAddress
    let router: TenantRouter
    let databases: TenantDatabases
    let resolving: Resolving

    /// The name that only the test's resolver knows.
    var host: String { "tenant.example" }

    /// One request: which server process answers it.
    func backend() async throws -> Int32 {
        guard let route = try await router.route(to: store.id) else { throw TenantUnavailable.notActive }
        return try await databases.withSession(route) { session in
            try await session.first("select pg_backend_pid() from pg_sleep(0.002)", as: Int32.self) ?? 0
        }
    }

    /// How many connections the server has for this store's database.
    func connections() async throws -> Int64 {
        try await store.master.session.first(
            "select count(*) from pg_stat_activity where datname = \(address.database)", as: Int64.self) ?? 0
    }

    /// Another store of the same platform.
    func another(at address: DatabaseAddress) async throws -> ReachableTenant {
        ReachableTenant(
            store: try await .make(at: address, sealedBy: store.vault, on: store.master), address: address,
            router: router, databases: databases, resolving: resolving)
    }
}

/// Lends a test a store with a database on the shared server.
func withTenant(
    _ limits: TenantDatabases.Limits = .init(), resolving: Resolving = Resolving(["127.0.0.1"]),
    allowsPrivateHosts: Bool = true, _ body: (ReachableTenant) async throws -> Void
) async throws {
    try await withMasterDatabase { master in
        try await withDatabase { endpoint in
            let vault = CredentialVault(keyring: try .random("k1"))
            let address = DatabaseAddress(endpoint, host: "tenant.example")
            let elsewhere = PostgresEndpoint(host: "192.0.2.1", port: 2345, user: "u", database: "master")
            let policy = TargetPolicy(
                allowsPrivateHosts: allowsPrivateHosts, master: elsewhere, resolver: resolving.resolver)
            let databases = TenantDatabases(
                reach: TenantReach(vault: vault, policy: policy, cluster: nil), limits: limits,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let tenant = ReachableTenant(
                store: try await .make(at: address, sealedBy: vault, on: master), address: address,
                router: TenantRouter(master: master), databases: databases, resolving: resolving)
            try await body(tenant)
        }
    }
}
