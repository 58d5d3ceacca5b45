import Domain
package import Logging
import Postgres
package import Tenancy
package import Redis
import ServiceLifecycle
import Foundation

/// A worker: takes jobs as long as it has room, keeps them alive, hands them back when told to stop.
///
/// Graceful shutdown stops fetching, lets running jobs finish for as long as `drain` says, then cancels them and gives
/// them back without counting the attempt. Handlers that do not listen are left behind after `grace`: ``Leaving``. A kill
/// needs no goodbye: heartbeats stop, and others take over.
package struct JobRunner: Service {
    let worker: WorkerID
    let configuration: JobRunnerConfiguration
    let master: Database<Master>
    let index: DispatchIndex
    let redis: RedisClient
    let registry: JobRegistry
    let subjects: JobSubjects
    let events: MasterEvents
    let rules: JobRules
    let metrics: JobMetrics
    let faults: JobFaults?
    let leave: (@Sendable () -> Void)?
    let logger: Logger

    /// - Parameters:
    ///   - faults: where a test lets it fail.
    ///   - leave: ends the process, when all that is left are handlers that do not stop; `nil` to wait for them
    ///   for ever.
    package init(
        configuration: JobRunnerConfiguration, master: Database<Master>, index: DispatchIndex, redis: RedisClient,
        registry: JobRegistry, subjects: JobSubjects, rules: @escaping JobRules, events: MasterEvents,
        metrics: JobMetrics = JobMetrics(), faults: JobFaults? = nil, leave: (@Sendable () -> Void)? = nil,
        logger: Logger
    ) {
        self.worker = .make()
        self.configuration = configuration
        self.master = master
        self.index = index
        self.redis = redis
        self.registry = registry
        self.subjects = subjects
        self.events = events
        self.rules = rules
        self.metrics = metrics
        self.faults = faults
        self.leave = leave
        self.logger = logger
    }

    package func run() async throws {
        let running = RunningJobs(capacity: configuration.concurrency)
        let wake = redis.makeBlockingConnection()
        defer { wake.close() }
        metrics.begin(kinds: registry.limits.kinds)
        await register()
        logger.info("worker started", metadata: ["worker": "\(worker)", "concurrency": "\(running.capacity)"])
        let returns = LeaseReturns(index: index)
        let completions = Batcher<AttemptKey, Bool>(limit: Self.largestBatch) { [master] attempts in
            let ended = try await Set(CompletionQueries.succeed(attempts, on: master.session))
            return attempts.map { ended.contains($0.job) }
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await heartbeat(running).run() }
            group.addTask { [orders = events.events(on: .cancel)] in await running.cancel(asToldBy: orders) }
            group.addTask { await running.watchDeadlines(every: .milliseconds(100)) }
            group.addTask { await completions.run() }
            group.addTask { await returns.run() }
            await serve(
                from: source(wake, returns), claims: claims(running),
                with: attempt(running, settlement(completions, returns)), running: running)
            group.cancelAll()  // the heart beats until the last job is settled
        }
        await returns.flush()
        try? await WorkerQueries.stop(worker, on: master.session)
        logger.info("worker stopped", metadata: ["worker": "\(worker)"])
    }

    /// Jobs of one fetch, and of one statement.
    private static let largestBatch = 200

    private func serve(
        from source: WorkSource, claims: JobClaims, with attempt: JobAttempt, running: RunningJobs
    ) async {
        await withDiscardingTaskGroup { group in
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                let room = min(running.room, Self.largestBatch)
                guard room > 0 else {
                    await cancelWhenGracefulShutdown { await running.waitForRoom() }
                    continue
                }
                let offered = await cancelWhenGracefulShutdown { await source.next(room) }
                guard !offered.isEmpty else { continue }
                running.beginClaim(of: offered.count)
                group.addTask {
                    let (taken, rest) = await claims.take(offered)
                    running.endClaim(unused: offered.count - taken.count)
                    await withDiscardingTaskGroup { jobs in
                        for work in taken {
                            jobs.addTask {
                                await attempt.perform(work.job, lease: work.lease)
                                running.giveSlot()
                            }
                        }
                        if !rest.isEmpty { jobs.addTask { await claims.turnAway(rest) } }
                    }
                }
            }
            await drain(running)
            group.addTask { await leaving(running).run() }
        }
    }

    private func drain(_ running: RunningJobs) async {
        await running.waitUntilIdle(atMost: configuration.drain)
        running.abortAll(.shutdown)
    }

    /// The worker's row must stand before it can claim; a master database that is away is waited for.
    private func register() async {
        for await _ in Ticks(every: configuration.timing.beat) {
            do {
                return try await WorkerQueries.register(
                    worker, host: ProcessInfo.processInfo.hostName,
                    processID: ProcessInfo.processInfo.processIdentifier, queues: configuration.queues,
                    on: master.session)
            } catch {
                logger.warning("worker not registered yet", metadata: ["error": "\(error)"])
                if Task.isShuttingDownGracefully { return }
            }
        }
    }

    private func leaving(_ running: RunningJobs) -> Leaving {
        Leaving(
            worker: worker, master: master, index: index, running: running, grace: configuration.grace, leave: leave,
            logger: logger)
    }

    private func heartbeat(_ running: RunningJobs) -> Heartbeat {
        Heartbeat(
            worker: worker, master: master, index: index, running: running, timing: configuration.timing,
            logger: logger)
    }

    private func source(_ wake: RedisBlockingConnection, _ returns: LeaseReturns) -> WorkSource {
        WorkSource(
            master: master, index: index, returns: returns, wake: wake, queues: configuration.queues,
            kinds: registry.limits.kinds, timing: configuration.timing, metrics: metrics, logger: logger)
    }

    private func claims(_ running: RunningJobs) -> JobClaims {
        JobClaims(
            worker: worker, master: master, index: index, registry: registry, running: running,
            timing: configuration.timing, metrics: metrics, faults: faults, logger: logger)
    }

    private func settlement(_ completions: Batcher<AttemptKey, Bool>, _ returns: LeaseReturns) -> JobSettlement {
        JobSettlement(
            master: master, index: index, subjects: subjects, rules: rules,
            backoff: configuration.backoff, timing: configuration.timing, completions: completions, returns: returns,
            faults: faults)
    }

    private func attempt(_ running: RunningJobs, _ settlement: JobSettlement) -> JobAttempt {
        JobAttempt(
            master: master, registry: registry, running: running, settlement: settlement,
            maxWorkerDeaths: configuration.maxWorkerDeaths, metrics: metrics, faults: faults, logger: logger)
    }
}
