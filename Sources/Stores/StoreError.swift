package import Domain
package import Jobs

/// Everything a caller may be told about why a store could not be changed.
package enum StoreError: Failure, Equatable {
    case notFound
    case slugTaken([Slug])
    case storeLimitReached(Int)
    case provisioningInProgress(Job.ID)
    case alreadyConnected
    case databaseAlreadyUsed
    case suspended
    case oauthRequired
    case noManagedCluster
    case notRetryable(String)
    case notProvisionedYet
    case hostnameTaken
    case hostnameNotFound
    case hostnameIsPrimary
    case hostnameLimitReached(Int)

    /// What may be said about it.
    package var explanation: Explanation {
        switch self {
        case .notFound: Explanation(.notFound, "not_found", "There is no such store in this account.")
        case .slugTaken(let free):
            Explanation(
                .conflict, "slug_taken", "Another store has this slug.", suggestions: free.map(\.description))
        case .storeLimitReached(let limit):
            Explanation(.forbidden, "store_limit_reached", "This account may have \(limit) stores and has them.")
        case .provisioningInProgress(let job):
            Explanation(
                .conflict, "provisioning_in_progress", "Its database is being set up already.", jobID: job.rawValue)
        case .alreadyConnected:
            Explanation(.conflict, "already_connected", "This store has its database.")
        case .databaseAlreadyUsed:
            Explanation(
                .conflict, "database_already_used",
                "Another store uses this database. Every store needs one of its own.")
        case .suspended: Explanation(.conflict, "store_suspended", "The store is suspended. Resume it first.")
        case .oauthRequired:
            Explanation(.unprocessable, "oauth_required", "Connect the Supabase account of this store first.")
        case .noManagedCluster:
            Explanation(
                .unprocessable, "target_not_allowed",
                "This platform has no cluster of its own. Connect a database with a connection string.")
        case .notRetryable(let reason): Explanation(.conflict, "not_retryable", reason)
        case .notProvisionedYet:
            Explanation(.notFound, "not_found", "No database was connected to this store yet.")
        case .hostnameTaken: Explanation(.conflict, "hostname_taken", "A store answers to this hostname already.")
        case .hostnameNotFound: Explanation(.notFound, "not_found", "This store has no such hostname.")
        case .hostnameIsPrimary:
            Explanation(
                .conflict, "hostname_is_primary",
                "Links to the store lead to this hostname. Make another one primary first.")
        case .hostnameLimitReached(let limit):
            Explanation(
                .conflict, "hostname_limit_reached", "A store may have \(limit) hostnames and this one has them.")
        }
    }
}
