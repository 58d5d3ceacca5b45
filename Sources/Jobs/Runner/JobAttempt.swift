import Tenancy
import Domain
import Logging
import Postgres

/// One attempt at one job that is this worker's: run, settle.
struct JobAttempt: Sendable {
    let master: Database<Master>
    let registry: JobRegistry
    let running: RunningJobs
    let settlement: JobSettlement
    let maxWorkerDeaths: Int
    let metrics: JobMetrics
    var faults: JobFaults?
    var tracing = JobTracing()
    let logger: Logger

    /// Never throws: whatever goes wrong, the job stays in the table and is offered again.
    ///
    /// - Returns: how it ended.
    @discardableResult
    func perform(_ job: ClaimQueries.Claimed, lease: DispatchIndex.Lease?) async -> AttemptOutcome {
        var logger = logger
        logger[metadataKey: "job"] = "\(job.id)"
        logger[metadataKey: "kind"] = "\(job.kind)"
        let (signals, signal) = AsyncStream<JobSignal>.makeStream()
        let deadline = registry.entry(for: job.kind).map { ContinuousClock.now + $0.timeout }
        running.insert(
            job.id, .init(epoch: job.epoch, kind: job.kind, lease: lease, deadline: deadline, signal: signal))
        defer { running.remove(job.id) }
        let span = tracing.begin(job)
        let ending: JobEnding
        var ran: Duration?
        if job.isCanceled {
            ending = .aborted(.canceled)
        } else if job.workerDeaths >= maxWorkerDeaths {
            ending = .poison
        } else if let entry = registry.entry(for: job.kind) {
            logger.info("job started", metadata: ["attempt": "\(job.attempt)"])
            let start = ContinuousClock.now
            ending = await tracing.within(span) { await run(entry, job, signals, signal, logger: logger) }
            ran = ContinuousClock.now - start
        } else {
            ending = .aborted(.shutdown)
        }
        let outcome = await settlement.settle(job, ending, lease: lease, logger: logger)
        tracing.end(span, ending, as: outcome)
        metrics.ended(job, outcome, after: ran)
        return outcome
    }

    /// Runs the handler until it ends, also when it was told to stop.
    ///
    /// A handler that finishes although it was told to stop still counts as finished; the fence decides.
    private func run(
        _ entry: JobRegistry.Entry, _ job: ClaimQueries.Claimed, _ signals: AsyncStream<JobSignal>,
        _ signal: AsyncStream<JobSignal>.Continuation, logger: Logger
    ) async -> JobEnding {
        let progress = JobProgress(
            jobID: job.id, epoch: job.epoch, master: master.session, timeLimit: entry.timeout,
            onProgress: { running.extend(job.id, epoch: job.epoch, until: $0) }, onFirstNote: { signal.yield(.noted) })
        let context = JobContext(
            jobID: job.id, storeID: job.storeId, epoch: job.epoch, attempt: job.attempt, progress: progress,
            faults: faults, logger: logger)
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let ending: JobEnding
                do { ending = .outcome(try await entry.run(job.payload, context)) } catch { ending = .failed(error) }
                running.handlerEnded(job.id)
                signal.yield(.ended(ending))
            }
            defer {
                progress.close()
                group.cancelAll()
            }
            var told: JobEnding?
            for await next in signals {
                switch next {
                case .noted: group.addTask { await progress.pump() }
                case .stop(let reason):
                    told = told ?? reason
                    group.cancelAll()
                case .ended(let ending): return told == nil || ending.isFinished ? ending : told ?? ending
                }
            }
            return .aborted(.lost)  // the whole worker was cancelled
        }
    }
}

/// What a running attempt hears of.
enum JobSignal: Sendable {
    /// The handler shows progress for the first time.
    case noted
    /// The handler has to stop, for that reason.
    case stop(JobEnding)
    /// The handler has ended.
    case ended(JobEnding)
}

/// How a handler's run came to an end.
enum JobEnding: Sendable {
    case outcome(JobOutcome)
    case failed(any Error)
    case aborted(RunningJobs.Abort)
    case timedOut
    /// Not run at all: it has killed too many workers.
    case poison

    var isFinished: Bool {
        if case .outcome(.done) = self { true } else { false }
    }
}
