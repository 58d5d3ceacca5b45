package import Domain
package import Tenancy

/// What a store's owner wants connected.
package enum ConnectionTarget: Sendable {
    /// Any PostgreSQL, by a connection string that was read already.
    case database(DatabaseAddress)
    /// A new database on the operator's own cluster.
    case managed

    /// How the registry calls it.
    package var kind: Store.Database.Kind {
        switch self {
        case .database: .postgres
        case .managed: .managed
        }
    }
}
