package import Domain
import Postgres
package import Tenancy

/// Stores as the world meets them: by hostname.
package struct Storefront: Sendable {
    let router: TenantRouter
    let tenants: TenantDatabases

    package init(router: TenantRouter, tenants: TenantDatabases) {
        self.router = router
        self.tenants = tenants
    }

    /// The record of the store that answers to this host, read from its own database.
    ///
    /// - Parameter host: as it stands in the request; a port is ignored.
    /// - Throws: ``UnknownHost``, ``TenantUnavailable``.
    package func record(host: String?) async throws -> TenantStore {
        guard let host = host.flatMap({ Hostname($0) }), let route = try await router.route(toHost: host.rawValue)
        else {
            throw UnknownHost()
        }
        let record = try await tenants.withSession(route) { tenant in try await TenantQueries.record(on: tenant) }
        // The database is the customer's: a record that names another store is as good as none.
        guard let record, record.id == route.store else { throw TenantUnavailable.unreachable }
        return record
    }

    /// Counts what is in the database of the store that answers to this host. Reads every table: for demonstrations.
    package func contents(host: String) async throws -> TenantContents {
        guard let host = Hostname(host), let route = try await router.route(toHost: host.rawValue) else {
            throw UnknownHost()
        }
        return try await tenants.withSession(route) { tenant in
            TenantContents(all: try await TenantQueries.tableSizes(on: tenant))
        }
    }

    /// The store that answers to this host, whatever has become of it; `nil` for none.
    package func store(host: String) async throws -> Store.ID? {
        guard let host = Hostname(host) else { return nil }
        return try await router.route(toHost: host.rawValue)?.store
    }
}

/// No store answers to this host.
package struct UnknownHost: Failure, Equatable {
    package init() {}

    package var explanation: Explanation {
        Explanation(.notFound, "unknown_host", "No store answers to this hostname.")
    }
}
