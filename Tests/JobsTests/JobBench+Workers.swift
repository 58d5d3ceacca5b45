import Domain
import Logging
import Metrics
import Postgres
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing

@testable import Jobs

extension JobBench {
    /// A worker that does one kind of job, impatient enough for a test.
    func runner(
        _ handler: ScriptedHandler<some JobPayload>, concurrency: Int = 4,
        metrics: JobMetrics = JobMetrics(factory: NOOPMetricsHandler.instance),
        leave: Journal<Bool>? = nil, logger: Logger = quiet,
        adjust: (inout JobRunnerConfiguration) -> Void = { _ in }
    ) -> JobRunner {
        var registry = JobRegistry()
        registry.register(handler)
        var configuration = JobRunnerConfiguration(
            concurrency: concurrency, drain: .seconds(20), backoff: Backoff(first: .milliseconds(20)), timing: .brisk)
        adjust(&configuration)
        let told: (@Sendable () -> Void)? = if let leave { { leave.note(true) } } else { nil }
        return JobRunner(
            configuration: configuration, master: master, index: index, redis: redis, registry: registry,
            subjects: .of(handler), rules: { ($0 as? Mishap)?.verdict ?? .retry(.unexpected) }, events: events,
            metrics: metrics, leave: told, logger: logger)
    }

    /// Ends attempts; those that have nothing to write one by one.
    func settlement(_ handler: ScriptedHandler<some JobPayload>) -> JobSettlement {
        JobSettlement(
            master: master, index: index, subjects: .of(handler),
            rules: { ($0 as? Mishap)?.verdict ?? .retry(.unexpected) }, backoff: Backoff(), timing: .brisk,
            completions: Batcher(limit: 1) { _ in throw CancellationError() }, returns: LeaseReturns(index: index))
    }

    /// Ends a job whose attempt is made by hand; `false` when it was not that attempt's any more.
    func succeed(_ attempt: AttemptKey) async throws -> Bool {
        try await CompletionQueries.succeed([attempt], on: master.session) == [attempt.job]
    }

    func relay(_ timing: JobTiming = .brisk, metrics: JobMetrics = JobMetrics()) -> Relay {
        Relay(master: master, index: index, timing: timing, metrics: metrics, logger: quiet)
    }

    /// How a group of services comes to its end once the test has seen enough.
    enum Ending {
        /// Everything is told to stop, and waited for.
        case orderly
        /// As in a kill: no goodbye reaches the database.
        case abrupt
    }

    /// Runs services while `body` runs.
    @discardableResult
    func serving<Value: Sendable>(
        _ services: [any Service], ending: Ending = .orderly, _ body: (ServiceGroup) async throws -> Value
    ) async throws -> Value {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: services.map { .init(service: $0) }, logger: quiet))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do {
                let value = try await body(group)
                switch ending {
                case .orderly:
                    await group.triggerGracefulShutdown()
                    try await tasks.waitForAll()
                case .abrupt:
                    tasks.cancelAll()
                    while (try? await tasks.next()) != nil {}
                }
                return value
            } catch {
                tasks.cancelAll()
                throw error
            }
        }
    }

    /// Waits until a process listens to the master database.
    func listens() async throws {
        try await eventually {
            try await master.session.first(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and query ilike 'listen%'
                """, as: Int64.self) == 1
        }
    }

    /// A worker that is a row and nothing else: it never runs anything, and beats when it is told to.
    func makeWorker(queues: [String] = ["default"]) async throws -> WorkerID {
        let worker = WorkerID.make()
        try await WorkerQueries.register(worker, host: "test", processID: 1, queues: queues, on: master.session)
        return worker
    }

    /// Lets a worker's last heartbeat be a minute old.
    func silence(_ worker: WorkerID) async throws {
        try await master.session.execute(
            "update workers set beat_at = now() - interval '1 minute' where id = \(worker)")
    }

    func claim(
        _ id: Job.ID, by worker: WorkerID, kinds: [String] = [Errand.kind], timeout: Int64 = 60_000,
        silence: Duration = .seconds(10)
    ) async throws -> ClaimQueries.Claimed? {
        try await ClaimQueries.claim(
            [id], by: worker, kinds: kinds, timeouts: kinds.map { _ in timeout }, silence: silence, on: master.session
        ).first
    }
}

extension JobTiming {
    /// The default's proportions at a tenth of its length, with time to spare for a busy machine.
    static var brisk: JobTiming {
        var timing = JobTiming()
        timing.beat = .milliseconds(150)
        timing.silence = .seconds(2)
        timing.lease = .seconds(2)
        timing.relay = .milliseconds(50)
        timing.relayGrace = .milliseconds(50)
        timing.relayOverlap = .milliseconds(500)
        timing.republish = .seconds(2)
        timing.idle = .milliseconds(500)
        timing.fallback = .milliseconds(50)
        timing.busy = .milliseconds(50)
        return timing
    }
}
