package import Domain
package import Tenancy

/// Shows jobs to those who asked for them.
package struct JobDirectory: Sendable {
    let master: Database<Master>

    package init(master: Database<Master>) { self.master = master }

    /// - Throws: ``JobNotFound``, also for somebody else's job.
    package func job(_ id: Job.ID, of owner: Account.ID) async throws -> Job {
        guard let job = try await JobQueries.find(id, on: master.reading), job.userID == owner else {
            throw JobNotFound()
        }
        return job
    }
}

/// There is no such job for this caller.
package struct JobNotFound: Failure, Equatable {
    package init() {}

    package var explanation: Explanation {
        Explanation(.notFound, "not_found", "There is no such job in this account.")
    }
}
