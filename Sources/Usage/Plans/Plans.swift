package import Domain
package import Tenancy

/// The plans there are, and what they allow right now. Nothing is remembered: a change holds from its commit on.
///
/// A subscription is live unless it is canceled: also while its payment is late, and whatever its period says.
package struct Plans: Sendable {
    private let master: Database<Master>

    package init(master: Database<Master>) { self.master = master }

    /// Plans that stores can be put on, smallest first.
    package func all() async throws -> [Plan] {
        try await PlanQueries.active(on: master.reading).map {
            Plan(
                id: $0.id, name: $0.name, limits: PlanLimits(maxStores: $0.maxStores, dailyJobs: $0.dailyJobs))
        }
    }

    /// How many stores an account may have: the largest number of the plans that its stores are on, even when that is
    /// less than `standard`, which is for accounts without any.
    package static func storeLimit(
        of owner: Account.ID, standard: Int, on master: Session<Master>
    ) async throws -> Int {
        try await PlanQueries.storeLimit(of: owner, on: master) ?? standard
    }

    /// Counts a job that a user asks for, in the transaction that promises it; without a subscription it is counted
    /// only.
    ///
    /// For every kind of job that makes work because somebody wanted it, also when an old one begins anew. Not for
    /// buying credits, and not for what the platform does by itself. Requests for one store are counted one after the
    /// other; what is rolled back was not counted. Days are those of the database's clock, in UTC.
    ///
    /// - Throws: ``PlanError/jobLimitReached(_:wait:)``; the transaction must be rolled back then.
    package static func chargeJob(to store: Store.ID, on master: Session<Master>) async throws {
        guard let count = try await PlanQueries.countJob(of: store, on: master), count.number == nil else { return }
        throw PlanError.jobLimitReached(count.allowed ?? 0, wait: .seconds(max(1, count.secondsLeft)))
    }
}
