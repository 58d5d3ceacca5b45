import Tenancy
import Domain
import Logging
import Postgres

/// Writes down how an attempt ended, and tells Redis.
///
/// Every write is fenced by the attempt's epoch: for a job that was lost it changes nothing. While the master
/// database is away the ending is kept and written when it is back.
struct JobSettlement: Sendable {
    let master: Database<Master>
    let index: DispatchIndex
    let registry: JobRegistry
    let rules: JobRules
    let backoff: Backoff
    let timing: JobTiming

    func settle(
        _ job: ClaimQueries.Claimed, _ ending: JobEnding, lease: DispatchIndex.Lease?, logger: Logger
    ) async {
        var ending = ending
        var pause = Backoff(first: .milliseconds(100), cap: .seconds(2))
        pause.cap = min(pause.cap, timing.silence / 2)
        for attempt in 1... {
            do {
                let delay = try await write(job, ending, logger: logger)
                return await tellRedis(lease, delay: delay)
            } catch is JobLost {
                return logger.notice("job was lost to another worker, its result is dropped")
            } catch let error as PostgresError where error.isPassing {
                logger.warning("ending not written yet", metadata: ["error": "\(error)"])
                do { try await Task.sleep(for: pause.delay(afterAttempt: attempt)) } catch { return }
            } catch {
                guard case .outcome = ending else {
                    return logger.error("ending cannot be written", metadata: ["error": "\(error)"])
                }
                ending = .failed(error)  // the handler's own last write failed: that is how the attempt ended
            }
        }
    }

    /// - Returns: when Redis shall offer the job again; `nil` for never.
    private func write(_ job: ClaimQueries.Claimed, _ ending: JobEnding, logger: Logger) async throws -> Duration? {
        switch ending {
        case .outcome(.done(let commit)):
            try await master.transaction { transaction in
                try await commit(transaction)
                try require(await CompletionQueries.succeed(job.id, epoch: job.epoch, on: transaction))
            }
            logger.info("job succeeded")
            return nil
        case .outcome(.snooze(let delay)):
            try await release(job, delay: delay, as: "snoozed")
            return delay
        case .aborted(.shutdown):
            try await release(job, delay: .zero, as: "released")
            logger.info("job handed back")
            return .zero
        case .aborted(.lost):
            throw JobLost()
        case .failed(is JobLost):
            throw JobLost()
        case .failed(is MasterAway):
            try await release(job, delay: timing.busy, as: "released")
            return timing.busy
        case .failed(let error):
            return try await fail(job, verdict: verdict(on: error), cause: error, logger: logger)
        case .timedOut:
            let failure = JobFailure(
                code: "timed_out", message: "This took longer than it may.", hint: "It is tried again.",
                retryable: true)
            return try await fail(job, verdict: .retry(failure), cause: nil, logger: logger)
        case .poison:
            let failure = JobFailure(
                code: "worker_deaths", message: "Every process that worked on this died.",
                hint: "An operator has to look at it.", retryable: true)
            return try await fail(job, verdict: .bury(failure), cause: nil, logger: logger)
        }
    }

    private func verdict(on error: any Error) -> JobVerdict {
        if error is UnreadablePayload {
            return .bury(
                JobFailure(
                    code: "payload_unreadable", message: "This was asked for by another version of the program.",
                    retryable: true))
        }
        return rules(error)
    }

    private func fail(
        _ job: ClaimQueries.Claimed, verdict: JobVerdict, cause: (any Error)?, logger: Logger
    ) async throws -> Duration? {
        let details: Logger.Metadata = [
            "verdict": "\(verdict)", "attempt": "\(job.attempt)", "error": "\(cause.map { "\($0)" } ?? "-")",
        ]
        switch verdict {
        case .retry(let failure) where job.attempt < job.maxAttempts:
            let delay = backoff.delay(afterAttempt: job.attempt)
            let written = try await CompletionQueries.retry(
                job.id, epoch: job.epoch, failure: failure, delay: delay, on: master.session)
            try require(written)
            logger.notice("job will be tried again", metadata: details)
            return delay
        case .retry(let failure), .bury(let failure):
            try await stop(job, as: .failed, failure)
            logger.error("job buried", metadata: details)
        case .actionRequired(let failure):
            try await stop(job, as: .actionRequired, failure)
            logger.notice("job waits for its owner", metadata: details)
        }
        return nil
    }

    private func stop(_ job: ClaimQueries.Claimed, as state: JobState, _ failure: JobFailure) async throws {
        let entry = registry.entry(for: job.kind)
        try await master.transaction { transaction in
            let written = try await CompletionQueries.stop(
                job.id, epoch: job.epoch, as: state, failure: failure, on: transaction)
            try require(written)
            // A payload that cannot be read has no subject to write to.
            do { try await entry?.settle(job.payload, failure, transaction) } catch is UnreadablePayload {}
        }
    }

    private func release(_ job: ClaimQueries.Claimed, delay: Duration, as outcome: String) async throws {
        try require(
            await CompletionQueries.release(job.id, epoch: job.epoch, delay: delay, as: outcome, on: master.session))
    }

    private func require(_ matched: Bool) throws {
        guard matched else { throw JobLost() }
    }

    private func tellRedis(_ lease: DispatchIndex.Lease?, delay: Duration?) async {
        guard let lease else { return }  // Redis did not lend it: the relay or the next fetch puts it straight
        if let delay { try? await index.nack(lease, delay: delay) } else { try? await index.ack([lease]) }
    }
}
