import Tenancy
import Domain
import Logging
import Postgres

/// Writes down how an attempt ended, and tells Redis.
///
/// Every write is fenced by the attempt's epoch: for a job that was lost it changes nothing. While the master
/// database is away the ending is kept and written when it is back. A job that was called off meanwhile ends as canceled,
/// unless it succeeded; one that would have to wait beside a newer request for the same ends as failed.
struct JobSettlement: Sendable {
    let master: Database<Master>
    let index: DispatchIndex
    let subjects: JobSubjects
    let rules: JobRules
    let backoff: Backoff
    let timing: JobTiming
    /// Ends jobs whose handlers have nothing more to write, many at a time.
    let completions: Batcher<AttemptKey, Bool>
    let returns: LeaseReturns
    var faults: JobFaults?

    /// How an attempt's end was written down, and when Redis shall offer the job again; `nil` for never.
    private struct Written {
        let outcome: AttemptOutcome
        var offeredAfter: Duration?
    }

    /// - Returns: how it ended.
    @discardableResult
    func settle(
        _ job: ClaimQueries.Claimed, _ ending: JobEnding, lease: DispatchIndex.Lease?, logger: Logger
    ) async -> AttemptOutcome {
        var ending = ending
        var pause = Backoff(first: .milliseconds(100), cap: .seconds(2))
        pause.cap = min(pause.cap, timing.silence / 2)
        var attempt = 0
        while true {
            attempt += 1
            do {
                let written = try await writeUnlessCanceled(job, ending, logger: logger)
                do { try await faults?.act(.beforeIndex, job.id) } catch { return written.outcome }
                await tellRedis(lease, delay: written.offeredAfter)
                return written.outcome
            } catch is SimulatedCrash {
                return .unwritten
            } catch is JobLost {
                logger.notice("job was lost to another worker, its result is dropped")
                return .lost
            } catch let error as PostgresError where error.isPassing {
                logger.warning("ending not written yet", metadata: ["error": "\(error)"])
                do { try await Task.sleep(for: pause.delay(afterAttempt: attempt)) } catch { return .unwritten }
            } catch {
                guard case .outcome = ending else {
                    logger.error("ending cannot be written", metadata: ["error": "\(error)"])
                    return .unwritten
                }
                ending = .failed(error)  // the handler's own last write failed: that is how the attempt ended
            }
        }
    }

    /// A job that was called off while it ran does not go on, whatever its handler's error would have meant.
    private func writeUnlessCanceled(
        _ job: ClaimQueries.Claimed, _ ending: JobEnding, logger: Logger
    ) async throws -> Written {
        do { return try await write(job, ending, logger: logger) } catch is JobLost {
            try await stop(job, as: .canceled, .canceled)
            logger.notice("job canceled")
            return Written(outcome: .canceled)
        } catch let error as PostgresError where error.violates("job_queue_one_latest") {
            try await stop(job, as: .failed, .superseded)
            logger.notice("job not tried again, a newer request stands for it")
            return Written(outcome: .failed)
        }
    }

    /// - Throws: ``JobLost`` when the row is not this attempt's any more, or the job was called off.
    private func write(_ job: ClaimQueries.Claimed, _ ending: JobEnding, logger: Logger) async throws -> Written {
        switch ending {
        case .outcome(.done(let commit)):
            try await complete(job.key, writing: commit)
            logger.info("job succeeded")
            return Written(outcome: .succeeded)
        case .outcome(.snooze(let delay)):
            try await release(job, delay: delay, as: "snoozed")
            return Written(outcome: .snoozed, offeredAfter: delay)
        case .aborted(.shutdown):
            try await release(job, delay: .zero, as: "released")
            logger.info("job handed back")
            return Written(outcome: .released, offeredAfter: .zero)
        case .aborted(.canceled), .aborted(.lost), .failed(is JobLost):
            throw JobLost()
        case .failed(is MasterAway):
            try await release(job, delay: timing.busy, as: "released")
            return Written(outcome: .released, offeredAfter: timing.busy)
        case .failed(let crash as SimulatedCrash): throw crash
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
    ) async throws -> Written {
        let details: Logger.Metadata = [
            "verdict": "\(verdict)", "attempt": "\(job.attempt)", "error": "\(cause.map { "\($0)" } ?? "-")",
        ]
        switch verdict {
        case .retry(let failure) where job.attempt < job.maxAttempts:
            let delay = backoff.delay(afterAttempt: job.attempt)
            let written = try await CompletionQueries.retry(
                job.key, failure: failure, delay: delay, on: master.session)
            try require(written)
            logger.notice("job will be tried again", metadata: details)
            return Written(outcome: .retry, offeredAfter: delay)
        case .retry(let failure), .bury(let failure):
            try await stop(job, as: .failed, failure)
            logger.error("job buried", metadata: details)
            return Written(outcome: .failed)
        case .actionRequired(let failure):
            try await stop(job, as: .actionRequired, failure)
            logger.notice("job waits for its owner", metadata: details)
            return Written(outcome: .actionRequired)
        }
    }

    private func stop(_ job: ClaimQueries.Claimed, as state: JobState, _ failure: JobFailure) async throws {
        try await master.transaction { transaction in
            let written = try await CompletionQueries.stop(
                job.key, as: state, failure: failure, on: transaction)
            try require(written)
            try await subjects.settle(job.kind, payload: job.payload, after: failure, on: transaction)
        }
    }

    private func release(_ job: ClaimQueries.Claimed, delay: Duration, as outcome: String) async throws {
        try require(
            await CompletionQueries.release(job.key, delay: delay, as: outcome, on: master.session))
    }

    private func complete(
        _ attempt: AttemptKey, writing commit: (@Sendable (Session<Master>) async throws -> Void)?
    ) async throws {
        guard let commit else {
            try await faults?.act(.beforeCompletion, attempt.job)
            return try require(await completions.submit(attempt))
        }
        try await master.transaction { transaction in
            try await commit(transaction)
            try require(await CompletionQueries.succeed([attempt], on: transaction) == [attempt.job])
            try await faults?.act(.beforeCompletion, attempt.job)
        }
    }

    private func require(_ matched: Bool) throws {
        guard matched else { throw JobLost() }
    }

    private func tellRedis(_ lease: DispatchIndex.Lease?, delay: Duration?) async {
        guard let lease else { return }  // Redis did not lend it: the relay or the next fetch puts it straight
        if let delay { try? await index.nack(lease, delay: delay) } else { returns.add(lease) }
    }
}

extension JobFailure {
    /// What is said of a job that need not be done any more, since the same was asked for again.
    package static let superseded = JobFailure(
        code: "superseded", message: "A newer request for the same stands for this one.", retryable: false)
}
