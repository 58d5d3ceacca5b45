package import Domain
package import Logging
package import Tenancy

/// Calls jobs off, wherever they stand.
///
/// A job that waits is over with the call, whether a worker lives or not, and its subject is told in the same transaction. A
/// job that runs gets a mark that outlives its worker: the handler is cancelled within a second, and whoever ends the
/// attempt ends the job with it. A handler that was faster has succeeded: what is done is not undone.
package struct JobCancellation: Sendable {
    let master: Database<Master>
    let index: DispatchIndex?
    let subjects: JobSubjects
    let logger: Logger

    /// - Parameter index: `nil` leaves it to workers to find that a job is over.
    package init(master: Database<Master>, index: DispatchIndex?, subjects: JobSubjects, logger: Logger) {
        self.master = master
        self.index = index
        self.subjects = subjects
        self.logger = logger
    }

    /// Calls off a job of the owner's.
    ///
    /// - Returns: the job as it stands now: `canceled`, or `running` until its handler has stopped. Safe to repeat.
    /// - Throws: ``JobNotFound``, also for somebody else's job; ``JobFinished``.
    package func cancel(_ id: Job.ID, of owner: Account.ID) async throws -> Job {
        try await cancel(id) { found, _ in
            guard found == owner else { throw JobNotFound() }
        }
    }

    /// Calls off any job.
    ///
    /// - Parameter alongside: runs in the same transaction, before anything is changed, and is told whose job it is; what it
    ///   throws is thrown, and nothing has happened.
    /// - Throws: ``JobNotFound``, ``JobFinished``.
    package func cancel(
        _ id: Job.ID, alongside: (Account.ID?, Session<Master>) async throws -> Void
    ) async throws -> Job {
        let job = try await master.transaction { master in
            guard let found = try await CancelQueries.lock(id, on: master) else { throw JobNotFound() }
            try await alongside(found.userId, master)
            switch found.state {
            case .succeeded, .failed, .canceled: throw JobFinished(state: found.state)
            case .running: try await CancelQueries.request(id, on: master)
            case .queued, .retrying, .actionRequired:
                try await CancelQueries.end(id, .canceled, on: master)
                try await subjects.settle(found.kind, payload: found.payload, after: .canceled, on: master)
            }
            guard let job = try await JobQueries.find(id, on: master) else { throw JobNotFound() }
            return job
        }
        if job.state == .canceled { await forget(id) }
        return job
    }

    /// Best effort: a worker that is offered the job all the same finds that there is nothing to claim.
    private func forget(_ id: Job.ID) async {
        do { try await index?.cancel([id]) } catch {
            logger.info("canceled job still in Redis", metadata: ["job": "\(id)", "error": "\(error)"])
        }
    }
}

extension JobFailure {
    /// What is said of a job that was called off.
    package static let canceled = JobFailure(
        code: "canceled", message: "This was canceled before it was done.", hint: "Ask for it again if it is wanted.",
        retryable: true)
}

/// The job is over: there is nothing left to call off.
package struct JobFinished: Failure, Equatable {
    package let state: JobState

    package init(state: JobState) { self.state = state }

    package var explanation: Explanation {
        Explanation(.conflict, "job_finished", "The job is over (\(state.rawValue)): there is nothing to cancel.")
    }
}
