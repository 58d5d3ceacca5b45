package import Domain
import Postgres
package import Tenancy

/// Tells a store's own database what credits it has and what they were spent on.
///
/// The store's copy is for display; nobody reads it to decide anything. It carries the number of the journal's newest line
/// that it reflects and the revision of the balance, and never goes back, in whatever order news arrive. A copy that missed
/// some is brought up from where it stands.
package struct CreditSync: Sendable {
    /// Lines of the spending log that one transaction carries over.
    static let batch = 500

    let master: Database<Master>
    let router: TenantRouter
    let tenants: TenantDatabases

    package init(master: Database<Master>, router: TenantRouter, tenants: TenantDatabases) {
        self.master = master
        self.router = router
        self.tenants = tenants
    }

    /// Brings one store's copy up to date. Harmless at any time, and twice.
    ///
    /// - Throws: ``TenantUnavailable`` when the store is not open or its database cannot be reached.
    package func run(_ store: Store.ID) async throws {
        guard let route = try await router.route(to: store) else { throw TenantUnavailable.notActive }
        while true {
            let known = try await tenants.withSession(route) { try await CreditCacheQueries.newestLogged(on: $0) }
            let spent = try await SyncQueries.spending(
                of: store, after: known, limit: Self.batch, on: master.session)
            // Read after the lines, so that the figures are never older than what the log explains.
            guard let snapshot = try await SyncQueries.snapshot(of: store, on: master.session) else { return }
            let isComplete = spent.count < Self.batch
            try await tenants.withSession(route) { tenant in
                try await CreditCacheQueries.log(spent, on: tenant)
                if isComplete { try await CreditCacheQueries.save(snapshot, on: tenant) }
            }
            guard isComplete else { continue }
            return try await SyncQueries.recordSync(of: store, snapshot, on: master.session)
        }
    }

    /// What a store's copy says; `nil` when there is none.
    ///
    /// - Throws: ``TenantUnavailable``.
    package func cached(of store: Store.ID) async throws -> CachedCredits? {
        guard let route = try await router.route(to: store) else { throw TenantUnavailable.notActive }
        return try await tenants.withSession(route) { try await CreditCacheQueries.cached(on: $0) }
    }
}
