package import Domain
package import Jobs
package import Tenancy

/// How far a store is on the way to its database: the answer its owner watches.
package struct ProvisioningReport: Sendable, Encodable {
    package let storeID: Store.ID
    package let job: Job
    package let steps: [JobStep]

    /// Raised by every visible change.
    package var revision: Int64 { job.revision }
    /// Nothing will change any more unless somebody acts.
    package var isSettled: Bool { !job.state.isMoving }

    private enum CodingKeys: String, CodingKey {
        case storeId, jobId, status, steps, percent, attempt, maxAttempts, nextAttemptAt, error
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(storeID, forKey: .storeId)
        try container.encode(job.id, forKey: .jobId)
        try container.encode(job.state, forKey: .status)
        try container.encode(steps, forKey: .steps)
        try container.encode(job.percent, forKey: .percent)
        try container.encode(job.attempt, forKey: .attempt)
        try container.encode(job.maxAttempts, forKey: .maxAttempts)
        try container.encode(job.nextAttemptAt, forKey: .nextAttemptAt)
        try container.encode(job.shownError, forKey: .error)
    }
}

/// Where the reports come from.
package struct ProvisioningReports: Sendable {
    let master: Database<Master>

    package init(master: Database<Master>) { self.master = master }

    /// - Throws: ``StoreError/notFound`` for a stranger's store, ``StoreError/notProvisionedYet`` before the first connect.
    package func report(on id: Store.ID, of owner: Account.ID) async throws -> ProvisioningReport {
        guard let found = try await ProvisioningQueries.job(of: id, owner: owner, on: master.reading) else {
            throw StoreError.notFound
        }
        guard let jobID = found.1, let job = try await JobQueries.find(jobID, on: master.reading) else {
            throw StoreError.notProvisionedYet
        }
        return ProvisioningReport(
            storeID: id, job: job, steps: try await JobQueries.steps(of: jobID, on: master.reading))
    }
}
