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
/// them back without counting the attempt. A kill needs no goodbye: heartbeats stop, and others take over.
package struct JobRunner: Service {
    let worker: WorkerID
    let configuration: JobRunnerConfiguration
    let master: Database<Master>
    let index: DispatchIndex
    let redis: RedisClient
    let registry: JobRegistry
    let rules: JobRules
    let logger: Logger

    package init(
        configuration: JobRunnerConfiguration, master: Database<Master>, index: DispatchIndex, redis: RedisClient,
        registry: JobRegistry, rules: @escaping JobRules, logger: Logger
    ) {
        self.worker = .make()
        self.configuration = configuration
        self.master = master
        self.index = index
        self.redis = redis
        self.registry = registry
        self.rules = rules
        self.logger = logger
    }

    package func run() async throws {
        let running = RunningJobs(capacity: configuration.concurrency)
        let wake = redis.makeBlockingConnection()
        defer { wake.close() }
        await register()
        logger.info("worker started", metadata: ["worker": "\(worker)", "concurrency": "\(running.capacity)"])
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await heartbeat(running).run() }
            await serve(from: source(wake), with: attempt(running), running: running)
            group.cancelAll()  // the heart beats until the last job is settled
        }
        try? await WorkerQueries.stop(worker, on: master.session)
        logger.info("worker stopped", metadata: ["worker": "\(worker)"])
    }

    private func serve(from source: WorkSource, with attempt: JobAttempt, running: RunningJobs) async {
        await withDiscardingTaskGroup { group in
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                let free = running.free
                guard free > 0 else {
                    await cancelWhenGracefulShutdown { await running.waitForRoom() }
                    continue
                }
                for work in await cancelWhenGracefulShutdown({ await source.next(free) }) {
                    running.takeSlot()
                    group.addTask {
                        await attempt.run(work)
                        running.giveSlot()
                    }
                }
            }
            await drain(running)
        }
    }

    private func drain(_ running: RunningJobs) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await running.waitUntilIdle() }
            group.addTask { try? await Task.sleep(for: configuration.drain) }
            await group.next()
            group.cancelAll()
        }
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

    private func heartbeat(_ running: RunningJobs) -> Heartbeat {
        Heartbeat(
            worker: worker, master: master, index: index, running: running, timing: configuration.timing,
            logger: logger)
    }

    private func source(_ wake: RedisBlockingConnection) -> WorkSource {
        WorkSource(
            master: master, index: index, wake: wake, queues: configuration.queues, kinds: registry.limits.kinds,
            timing: configuration.timing, logger: logger)
    }

    private func attempt(_ running: RunningJobs) -> JobAttempt {
        let settlement = JobSettlement(
            master: master, index: index, registry: registry, rules: rules, backoff: configuration.backoff,
            timing: configuration.timing)
        return JobAttempt(
            worker: worker, master: master, index: index, registry: registry, running: running,
            settlement: settlement, timing: configuration.timing, maxWorkerDeaths: configuration.maxWorkerDeaths,
            logger: logger)
    }
}
