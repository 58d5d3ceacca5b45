import Domain
import Logging
import Postgres
import Stores
import Tenancy
import Worker

@testable import Jobs

extension Platform {
    /// A worker that waits for nothing: what has to be tried again is due at once.
    private func settlement(_ completions: Batcher<AttemptKey, Bool>) -> JobSettlement {
        JobSettlement(
            master: master, index: index, subjects: Self.subjects, rules: RetryRules.verdict(on:),
            backoff: Backoff(first: .zero, cap: .zero), timing: JobTiming(), completions: completions,
            returns: LeaseReturns(index: index))
    }

    /// What becomes of a store whose job ends without success.
    static var subjects: JobSubjects {
        var subjects = JobSubjects()
        subjects.register(ConnectDatabase.self) { try await StoreProvisioner.settleFailure(of: $0.storeID, on: $2) }
        return subjects
    }

    private func registerWorker() async throws -> WorkerID {
        let worker = WorkerID.make()
        try await WorkerQueries.register(worker, host: "test", processID: 1, queues: ["default"], on: master.session)
        return worker
    }

    /// Makes one attempt at a job, as a worker does, and returns the job as it stands then.
    @discardableResult
    func work(on id: Job.ID) async throws -> Job {
        var registry = JobRegistry()
        registry.register(ConnectDatabaseHandler(provisioner: provisioner))
        let running = RunningJobs(capacity: 1)
        let claims = JobClaims(
            worker: try await registerWorker(), master: master, index: index, registry: registry, running: running,
            timing: JobTiming(), metrics: JobMetrics(), logger: logger)
        let completions = Batcher<AttemptKey, Bool>(limit: 1) { [master] attempts in
            let ended = try await CompletionQueries.succeed(attempts, on: master.session)
            return attempts.map { ended.contains($0.job) }
        }
        let attempt = JobAttempt(
            master: master, registry: registry, running: running, settlement: settlement(completions),
            maxWorkerDeaths: 5, metrics: JobMetrics(), logger: logger)
        await withTaskGroup { group in
            group.addTask { await completions.run() }
            for work in await claims.take([WorkSource.Work(id: id, lease: nil)]).taken {
                await attempt.perform(work.job, lease: nil)
            }
            group.cancelAll()
        }
        return try await job(id)
    }

    func job(_ id: Job.ID) async throws -> Job {
        guard let job = try await JobQueries.find(id, on: master.session) else { throw JobNotFound() }
        return job
    }

    /// Takes a job as a worker does; its attempt is then made by hand.
    func claim(_ id: Job.ID) async throws -> HandMadeAttempt {
        let claimed = try await ClaimQueries.claim(
            [id], by: try await registerWorker(), kinds: [ConnectDatabase.kind], timeouts: [900_000],
            silence: .seconds(10), on: master.session
        ).first
        guard let claimed, let store = claimed.storeId else { throw JobNotFound() }
        return HandMadeAttempt(
            platform: self, job: id, store: store, key: claimed.key,
            progress: JobProgress(jobID: id, epoch: claimed.epoch, master: master.session))
    }
}

/// An attempt at a provisioning of which a test says how far it comes.
struct HandMadeAttempt: Sendable {
    let platform: Platform
    let job: Job.ID
    let store: Store.ID
    let key: AttemptKey
    let progress: JobProgress

    var epoch: Int64 { key.epoch }

    /// Does the steps up to and including the last, over one connection, and hangs up.
    func perform(through last: ProvisioningStep) async throws {
        guard var run = try await platform.provisioner.begin(store, fence: key.epoch) else { return }
        defer { run.close() }
        for step in ProvisioningStep.allCases {
            try await run.perform(step, showing: progress)
            if step == last { return }
        }
    }

    /// Gives the job back, as a worker that shuts down.
    func release() async throws {
        _ = try await CompletionQueries.release(
            key, delay: .zero, as: "released", on: platform.master.session)
    }
}
