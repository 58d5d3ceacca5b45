package import Domain

/// A store's database cannot be used at the moment; the platform and all other stores are not concerned.
package enum TenantUnavailable: Failure, Equatable {
    /// Nothing is known of its host name.
    case unknownHost
    /// It does not answer, refuses the credentials, or is in trouble.
    case unreachable
    /// It belongs on a cluster that this process was not told of.
    case noManagedCluster
    /// The store is not open.
    case notActive

    package var explanation: Explanation {
        switch self {
        case .notActive: Explanation(.unavailable, "tenant_unavailable", "This store is not open at the moment.")
        case .unknownHost, .unreachable, .noManagedCluster:
            Explanation(
                .unavailable, "tenant_unavailable", "The database of this store cannot be reached at the moment.",
                retryAfter: .seconds(5))
        }
    }
}
