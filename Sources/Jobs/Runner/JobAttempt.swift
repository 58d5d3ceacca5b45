import Tenancy
import Domain
import Logging
import Postgres

/// One attempt at one job: claim, run, settle.
struct JobAttempt: Sendable {
    let worker: WorkerID
    let master: Database<Master>
    let index: DispatchIndex
    let registry: JobRegistry
    let running: RunningJobs
    let settlement: JobSettlement
    let timing: JobTiming
    let maxWorkerDeaths: Int
    let logger: Logger

    /// Never throws: whatever goes wrong, the job stays in the table and is offered again.
    func run(_ work: WorkSource.Work) async {
        if running.contains(work.id) {  // found in the table and in Redis while Redis came and went
            return await giveBack(work, delay: timing.busy)
        }
        do {
            guard let job = try await claim(work.id) else { return await turnedAway(work) }
            await perform(job, lease: work.lease)
        } catch {
            logger.notice("job could not be claimed", metadata: ["job": "\(work.id)", "error": "\(error)"])
            await giveBack(work, delay: timing.busy)
        }
    }

    private func claim(_ id: Job.ID) async throws(PostgresError) -> ClaimQueries.Claimed? {
        let limits = registry.limits
        do {
            return try await ClaimQueries.claim(
                id, by: worker, kinds: limits.kinds, timeouts: limits.timeouts, silence: timing.silence,
                on: master.session)
        } catch  where error.violates("job_queue_one_running") {
            return nil
        }
    }

    /// Not ours to run, for now or for ever: drop what is over, offer the rest again.
    private func turnedAway(_ work: WorkSource.Work) async {
        guard let lease = work.lease else { return }
        do {
            let standing = try await ClaimQueries.standing(of: work.id, on: master.session)
            guard let standing, standing.state.isMoving else { return try await index.ack([lease]) }
            if standing.state != .running, registry.entry(for: standing.kind) == nil {
                logger.warning("no handler for this kind of job here", metadata: ["kind": "\(standing.kind)"])
            }
            await giveBack(work, delay: max(timing.busy, .milliseconds(standing.dueIn)))
        } catch {
            await giveBack(work, delay: timing.busy)
        }
    }

    private func giveBack(_ work: WorkSource.Work, delay: Duration) async {
        if let lease = work.lease { try? await index.nack(lease, delay: delay) }
    }

    private func perform(_ job: ClaimQueries.Claimed, lease: DispatchIndex.Lease?) async {
        var logger = logger
        logger[metadataKey: "job"] = "\(job.id)"
        logger[metadataKey: "kind"] = "\(job.kind)"
        let (aborts, abort) = AsyncStream<RunningJobs.Abort>.makeStream(bufferingPolicy: .bufferingNewest(1))
        running.insert(job.id, .init(epoch: job.epoch, lease: lease, abort: abort))
        defer { running.remove(job.id) }
        let ending: JobEnding
        if job.workerDeaths >= maxWorkerDeaths {
            ending = .poison
        } else if let entry = registry.entry(for: job.kind) {
            logger.info("job started", metadata: ["attempt": "\(job.attempt)"])
            ending = await run(entry, job, aborts: aborts, logger: logger)
        } else {
            ending = .aborted(.shutdown)
        }
        await settlement.settle(job, ending, lease: lease, logger: logger)
    }

    /// Runs the handler against its time limit and against being told to stop.
    ///
    /// A handler that finishes although it was told to stop still counts as finished; the fence decides.
    private func run(
        _ entry: JobRegistry.Entry, _ job: ClaimQueries.Claimed, aborts: AsyncStream<RunningJobs.Abort>,
        logger: Logger
    ) async -> JobEnding {
        let progress = JobProgress(jobID: job.id, epoch: job.epoch, master: master.session)
        let context = JobContext(
            jobID: job.id, storeID: job.storeId, epoch: job.epoch, attempt: job.attempt, progress: progress,
            logger: logger)
        return await withTaskGroup(of: JobEnding?.self) { group in
            group.addTask {
                defer { progress.close() }
                do { return .outcome(try await entry.run(job.payload, context)) } catch { return .failed(error) }
            }
            group.addTask {
                await progress.pump(); return nil
            }
            group.addTask {
                for await reason in aborts { return .aborted(reason) }
                return nil
            }
            group.addTask {
                do { try await Task.sleep(for: entry.timeout) } catch { return nil }
                return .timedOut
            }
            var ending: JobEnding?
            for await next in group {
                guard let next else { continue }
                if ending == nil || next.isFinished { ending = next }
                group.cancelAll()
            }
            return ending ?? .aborted(.lost)
        }
    }
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
