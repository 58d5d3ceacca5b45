import Domain
import Logging
import Postgres
import Stores
import Tenancy
import Worker

@testable import Jobs

extension Platform {
    /// A worker that waits for nothing: what has to be tried again is due at once.
    private func attempt(by worker: WorkerID) -> JobAttempt {
        var registry = JobRegistry()
        registry.register(ConnectDatabaseHandler(provisioner: provisioner))
        let settlement = JobSettlement(
            master: master, index: index, registry: registry, rules: RetryRules.verdict(on:),
            backoff: Backoff(first: .zero, cap: .zero), timing: JobTiming())
        return JobAttempt(
            worker: worker, master: master, index: index, registry: registry, running: RunningJobs(capacity: 1),
            settlement: settlement, timing: JobTiming(), maxWorkerDeaths: 5, logger: logger)
    }

    private func registerWorker() async throws -> WorkerID {
        let worker = WorkerID.make()
        try await WorkerQueries.register(worker, host: "test", processID: 1, queues: ["default"], on: master.session)
        return worker
    }

    /// Makes one attempt at a job, as a worker does, and returns the job as it stands then.
    @discardableResult
    func work(on id: Job.ID) async throws -> Job {
        await attempt(by: try await registerWorker()).run(WorkSource.Work(id: id, lease: nil))
        return try await job(id)
    }

    func job(_ id: Job.ID) async throws -> Job {
        guard let job = try await JobQueries.find(id, on: master.session) else { throw JobNotFound() }
        return job
    }

    /// Takes a job as a worker does; its attempt is then made by hand.
    func claim(_ id: Job.ID) async throws -> HandMadeAttempt {
        let claimed = try await ClaimQueries.claim(
            id, by: try await registerWorker(), kinds: [ConnectDatabase.kind], timeouts: [900_000],
            silence: .seconds(10), on: master.session)
        guard let claimed, let store = claimed.storeId else { throw JobNotFound() }
        return HandMadeAttempt(
            platform: self, job: id, store: store, epoch: claimed.epoch,
            progress: JobProgress(jobID: id, epoch: claimed.epoch, master: master.session))
    }
}

/// An attempt at a provisioning of which a test says how far it comes.
struct HandMadeAttempt: Sendable {
    let platform: Platform
    let job: Job.ID
    let store: Store.ID
    let epoch: Int64
    let progress: JobProgress

    /// Does the steps up to and including the last, over one connection, and hangs up.
    func perform(through last: ProvisioningStep) async throws {
        guard var run = try await platform.provisioner.begin(store, fence: epoch) else { return }
        defer { run.close() }
        for step in ProvisioningStep.allCases {
            try await run.perform(step, showing: progress)
            if step == last { return }
        }
    }

    /// Gives the job back, as a worker that shuts down.
    func release() async throws {
        _ = try await CompletionQueries.release(
            job, epoch: epoch, delay: .zero, as: "released", on: platform.master.session)
    }
}
