package import Tenancy

/// How long jobs are kept that are over.
///
/// Succeeded and canceled ones go after a month, with their steps and attempts, unless a store, a purchase or a line of the
/// journal names them. Failed ones are dead letters: they stay until somebody acts.
package struct JobRetention: Sendable {
    let master: Database<Master>
    let days: Int

    /// - Parameter days: 1 or more.
    package init(master: Database<Master>, days: Int = 30) {
        self.master = master
        self.days = days
    }

    /// Deletes up to `limit` jobs; rows that somebody else holds are skipped.
    ///
    /// - Returns: how many.
    package func pruneJobs(limit: Int) async throws -> Int {
        try await RetentionQueries.pruneJobs(olderThan: days, limit: limit, on: master.session)
    }

    /// Deletes up to `limit` rows of workers that are long gone.
    ///
    /// - Returns: how many.
    package func pruneWorkers(limit: Int) async throws -> Int {
        try await RetentionQueries.pruneWorkers(olderThan: days, limit: limit, on: master.session)
    }
}
