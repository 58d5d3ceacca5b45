import Domain
package import Logging
import NIOConcurrencyHelpers
import Postgres
package import Tenancy

/// Makes single attempts at jobs in the calling task, by the same claim, the same attempt and the same settlement as a
/// worker. For tests of job kinds: see `docs/job-kinds.md`.
package struct InlineWorker: Sendable {
    /// What came of an attempt.
    package enum Result: Sendable, Equatable {
        /// It ended, and that is written down.
        case ended(AttemptOutcome)
        /// It could not be claimed: not due, not of a kind that is known here, held by somebody, or over.
        case notClaimed
        /// The worker died at it, by ``SimulatedCrash``: its row is neither stopped nor does it beat any more.
        case crashed
    }

    let master: Database<Master>
    let index: DispatchIndex
    let registry: JobRegistry
    let subjects: JobSubjects
    let rules: JobRules
    let backoff: Backoff
    let faults: JobFaults?
    let logger: Logger

    /// - Parameter index: is never asked anything, for a job that Redis did not lend.
    package init(
        master: Database<Master>, index: DispatchIndex, registry: JobRegistry, subjects: JobSubjects,
        rules: @escaping JobRules, backoff: Backoff = Backoff(), faults: JobFaults? = nil, logger: Logger
    ) {
        self.master = master
        self.index = index
        self.registry = registry
        self.subjects = subjects
        self.rules = rules
        self.backoff = backoff
        self.faults = faults
        self.logger = logger
    }

    /// Claims the job, runs its handler and writes down how that ended, as a worker of its own that serves every queue named.
    ///
    /// - Throws: what keeps the worker from being registered.
    package func attempt(_ id: Job.ID, queues: [String] = ["default"]) async throws -> Result {
        let worker = WorkerID.make()
        try await WorkerQueries.register(worker, host: "inline", processID: 1, queues: queues, on: master.session)
        let (hasCrashed, ended) = (NIOLockedValueBox(false), NIOLockedValueBox<AttemptOutcome?>(nil))
        let faults = faults.map { faults in
            JobFaults { place, job in
                do { try await faults.act(place, job) } catch let crash as SimulatedCrash {
                    hasCrashed.withLockedValue { $0 = true }
                    throw crash
                }
            }
        }
        let running = RunningJobs(capacity: 1)
        let completions = Batcher<AttemptKey, Bool>(limit: 1) { [master] attempts in
            let ended = try await CompletionQueries.succeed(attempts, on: master.session)
            return attempts.map { ended.contains($0.job) }
        }
        let metrics = JobMetrics()
        let claims = JobClaims(
            worker: worker, master: master, index: index, registry: registry, running: running, timing: JobTiming(),
            metrics: metrics, faults: faults, logger: logger)
        let settlement = JobSettlement(
            master: master, index: index, subjects: subjects, rules: rules, backoff: backoff, timing: JobTiming(),
            completions: completions, returns: LeaseReturns(index: index), faults: faults)
        let attempt = JobAttempt(
            master: master, registry: registry, running: running, settlement: settlement, maxWorkerDeaths: 5,
            metrics: metrics, faults: faults, logger: logger)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await completions.run() }
            group.addTask { await running.watchDeadlines(every: .milliseconds(10)) }
            for work in await claims.take([WorkSource.Work(id: id, lease: nil)]).taken {
                let outcome = await attempt.perform(work.job, lease: nil)
                ended.withLockedValue { $0 = outcome }
            }
            group.cancelAll()
        }
        guard !hasCrashed.withLockedValue({ $0 }) else { return .crashed }
        try await WorkerQueries.stop(worker, on: master.session)
        return ended.withLockedValue { $0 }.map { .ended($0) } ?? .notClaimed
    }
}
