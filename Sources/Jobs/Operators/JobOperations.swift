package import Domain
import Postgres
package import Requests
package import Tenancy

/// What operators see of all jobs, and do to them. Each act leaves a line in the audit log, in the transaction of the act.
package struct JobOperations: Sendable {
    /// How many jobs a page may have.
    package static let limits = 1...200

    let master: Database<Master>
    let queue: JobQueue
    let cancellation: JobCancellation
    let subjects: JobSubjects
    let timing: JobTiming

    package init(
        master: Database<Master>, queue: JobQueue, cancellation: JobCancellation, subjects: JobSubjects,
        timing: JobTiming = JobTiming()
    ) {
        self.master = master
        self.queue = queue
        self.cancellation = cancellation
        self.subjects = subjects
        self.timing = timing
    }

    /// All queues there are, by name.
    package func queues() async throws -> [QueueStanding] {
        try await OperatorQueries.queues(silence: timing.silence, on: master.reading)
    }

    /// A page of jobs, newest first, and where the next one begins; `nil` on the last one.
    ///
    /// - Parameter limit: within ``limits``.
    package func list(
        _ filter: JobFilter, after cursor: Job.ID? = nil, limit: Int
    ) async throws -> (jobs: [JobRecord], next: Job.ID?) {
        let found = try await OperatorQueries.list(filter, before: cursor, limit: limit + 1, on: master.reading)
        let page = Array(found.prefix(limit))
        return (page, found.count > limit ? page.last?.job.id : nil)
    }

    /// A job with its steps and its attempts.
    ///
    /// - Throws: ``JobNotFound``.
    package func show(_ id: Job.ID) async throws -> JobDetail {
        guard let job = try await OperatorQueries.find(id, on: master.reading) else { throw JobNotFound() }
        return JobDetail(
            job: job, steps: try await JobQueries.steps(of: id, on: master.reading),
            attempts: try await OperatorQueries.attempts(at: id, limit: 100, on: master.reading))
    }

    /// Calls a job off; see ``JobCancellation``.
    package func cancel(_ id: Job.ID, by operator: Caller?) async throws -> JobRecord {
        _ = try await cancellation.cancel(id) { _, master in
            try await note("job.canceled", id, by: `operator`, on: master)
        }
        return try await record(id)
    }

    /// Has a job tried again: one that stopped starts over, one that waits for its next attempt is due at once.
    ///
    /// - Throws: ``JobNotFound``; ``JobNotRetryable`` while it runs or when it has succeeded; ``JobReplaced`` when another one has
    ///   been asked for since; what its subject says against it.
    package func retry(_ id: Job.ID, by operator: Caller?) async throws -> JobRecord {
        let job = try await master.transaction { master in
            let job = try await revive(id, on: master)
            try await note("job.retried", id, by: `operator`, on: master)
            return job
        }
        await queue.publish([job])
        return try await record(id)
    }

    /// Has all jobs that have stopped and meet the filter tried again, each in a transaction of its own. Canceled ones only if the
    /// filter names them: somebody wanted them to stop.
    ///
    /// - Returns: how many are, and which are not, with the reason.
    package func retryAll(
        _ filter: JobFilter, by operator: Caller?
    ) async throws -> (retried: Int, refused: [(id: Job.ID, reason: String)]) {
        var (retried, refused, last) = (0, [(id: Job.ID, reason: String)](), Job.ID?.none)
        while true {
            let ids = try await OperatorQueries.stopped(filter, after: last, limit: 100, on: master.session)
            guard let end = ids.last else { return (retried, refused) }
            for id in ids {
                do {
                    _ = try await retry(id, by: `operator`)
                    retried += 1
                } catch let failure as any Failure { refused.append((id, failure.explanation.message)) }
            }
            last = end
        }
    }

    /// Starts none of their jobs until they are resumed; what runs goes on. Safe to repeat.
    ///
    /// - Throws: `InvalidInput` for a name that none can have.
    package func pause(
        _ scope: PauseScope, _ name: String, reason: String? = nil, by operator: Caller?
    ) async throws {
        try Self.check(name)
        try await master.transaction { master in
            let isNew = try await OperatorQueries.pause(
                scope, name, reason: reason, by: `operator`?.account, on: master)
            if isNew {
                try await noteAct(
                    "\(scope.rawValue).paused", name, by: `operator`, detail: reason.map { ["reason": $0] } ?? [:],
                    on: master)
            }
        }
    }

    /// The opposite. Workers know within a second.
    package func resume(_ scope: PauseScope, _ name: String, by operator: Caller?) async throws {
        try Self.check(name)
        try await master.transaction { master in
            if try await OperatorQueries.resume(scope, name, on: master) {
                try await noteAct("\(scope.rawValue).resumed", name, by: `operator`, on: master)
            }
        }
    }

    private func revive(_ id: Job.ID, on master: Session<Master>) async throws -> PromisedJob {
        guard let found = try await CancelQueries.lock(id, on: master) else { throw JobNotFound() }
        switch found.state {
        case .running, .succeeded: throw JobNotRetryable(state: found.state)
        case .queued, .retrying:
            guard let job = try await EnqueueQueries.hurry(id, on: master) else { throw JobNotFound() }
            return job
        case .actionRequired, .failed, .canceled:
            guard let job = try await reopen(id, on: master) else { throw JobNotFound() }
            try await subjects.revive(found.kind, payload: found.payload, for: id, on: master)
            return job
        }
    }

    private func reopen(_ id: Job.ID, on master: Session<Master>) async throws -> PromisedJob? {
        do { return try await EnqueueQueries.reopen(id, on: master) } catch {
            let isReplaced = error.violates("job_queue_one_wanted") || error.violates("job_queue_one_latest")
            throw isReplaced ? JobReplaced() : error
        }
    }

    private func record(_ id: Job.ID) async throws -> JobRecord {
        guard let record = try await OperatorQueries.find(id, on: master.session) else { throw JobNotFound() }
        return record
    }

    private func note(_ act: String, _ id: Job.ID, by operator: Caller?, on master: Session<Master>) async throws {
        let store = try await JobQueries.find(id, on: master)?.storeID
        try await noteAct(act, "\(id)", by: `operator`, store: store, on: master)
    }

    func noteAct(
        _ act: String, _ subject: String, by operator: Caller?, store: Store.ID? = nil, detail: [String: String] = [:],
        on master: Session<Master>
    ) async throws {
        var detail = detail
        if `operator` == nil { detail["origin"] = "command line" }
        try await AuditQueries.insert(
            AuditEntry(
                act, actor: `operator`?.account, store: store, subject: subject, address: `operator`?.address,
                requestID: `operator`?.requestID, detail: detail), on: master)
    }

    private static func check(_ name: String) throws {
        let isPossible =
            !name.isEmpty && name.utf8.count <= 60
            && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
        guard isPossible else {
            throw InvalidInput("name", "A name has up to 60 lower-case letters, digits, hyphens and underscores.")
        }
    }
}

/// There is nothing to try again.
package struct JobNotRetryable: Failure, Equatable {
    package let state: JobState

    package var explanation: Explanation {
        let message =
            state == .running ? "The job runs at this moment." : "The job has succeeded: there is nothing to try again."
        return Explanation(.conflict, "not_retryable", message)
    }
}

/// Another job is wanted for the same by now, so this one cannot be.
package struct JobReplaced: Failure, Equatable {
    package init() {}

    package var explanation: Explanation {
        Explanation(.conflict, "not_retryable", "Another job for the same waits or runs by now.")
    }
}
