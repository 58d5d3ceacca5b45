import Domain
package import Jobs
package import Logging
import Postgres
import Redis
package import Tenancy

/// A place to try kinds of job: real rows in a real master database, no Redis, no worker process, nothing in the background.
///
/// A job is asked for as the API does it, and each attempt is made in the calling task by what workers are made of: claim,
/// run, settle. Nothing happens in between, so a test sees the job exactly as an attempt has left it.
package struct JobTrial: Sendable {
    /// How an attempt ended, and how the job stands then.
    package struct Attempt: Sendable {
        package let result: InlineWorker.Result
        package let job: Job
        package let steps: [JobStep]

        /// `nil` where the job was not claimed, or its worker has died.
        package var outcome: AttemptOutcome? { if case .ended(let outcome) = result { outcome } else { nil } }
    }

    package let master: Database<Master>
    private let worker: @Sendable (JobFaults?) -> InlineWorker
    private let queue: JobQueue

    /// - Parameters:
    ///   - handlers: registers what is tried.
    ///   - subjects: what becomes of what jobs are about.
    ///   - backoff: pauses after failures; long by default, so that no test depends on how fast it runs.
    ///   - rules: what errors mean; the worker's own are `RetryRules`.
    package init(
        master: Database<Master>, subjects: JobSubjects = JobSubjects(), rules: @escaping JobRules,
        backoff: Backoff = Backoff(first: .seconds(3_600), cap: .seconds(3_600)),
        logger: Logger = Logger(label: "trial") { _ in SwiftLogNoOpLogHandler() },
        handlers: (inout JobRegistry) -> Void
    ) throws {
        var registry = JobRegistry()
        handlers(&registry)
        // Never connects: nobody runs it.
        let redis = RedisClient(endpoint: try RedisEndpoint(parsing: "redis://127.0.0.1:1"), logger: logger)
        self.master = master
        queue = JobQueue(index: nil, logger: logger)
        worker = { [registry] faults in
            InlineWorker(
                master: master, index: DispatchIndex(redis: redis), registry: registry, subjects: subjects,
                rules: rules, backoff: backoff, faults: faults, logger: logger)
        }
    }

    /// Asks for a job in a transaction of its own.
    package func request<Payload: JobPayload>(_ request: JobRequest<Payload>) async throws -> Job.ID {
        try await master.transaction { try await queue.enqueue(request, on: $0) }.id
    }

    /// Makes one attempt at a job that is due, or whose worker is dead.
    ///
    /// - Parameter faults: where it shall fail; nowhere by default.
    @discardableResult
    package func attempt(
        _ id: Job.ID, queues: [String] = ["default"], faults: JobFaults? = nil
    ) async throws -> Attempt {
        let result = try await worker(faults).attempt(id, queues: queues)
        guard let job = try await JobQueries.find(id, on: master.session) else { throw JobNotFound() }
        return Attempt(result: result, job: job, steps: try await JobQueries.steps(of: id, on: master.session))
    }

    /// Asks for a job and makes the first attempt at it.
    @discardableResult
    package func run<Payload: JobPayload>(
        _ request: JobRequest<Payload>, faults: JobFaults? = nil
    ) async throws -> Attempt {
        try await attempt(self.request(request), queues: [Payload.queue], faults: faults)
    }

    /// Lets time pass for all jobs and workers of this database: delayed and retried jobs become due, workers fall silent,
    /// time limits end.
    ///
    /// All of these times are compared with PostgreSQL's clock, which nobody can turn. So what is stored is moved into the
    /// past instead.
    package func advance(by duration: Duration) async throws {
        try await JobClockQueries.advance(by: duration, on: master.session)
    }
}
