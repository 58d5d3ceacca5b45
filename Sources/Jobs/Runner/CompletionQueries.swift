import Tenancy
import Domain
import Postgres

/// One attempt at a job, by whom and as the how manieth claim of all: what every write of it has to match.
struct AttemptKey: Sendable, Hashable {
    let job: Job.ID
    let epoch: Int64
    let worker: WorkerID
}

/// The SQL that ends attempts, and writes down that they were. Each matches only the epoch that ran it: a late worker changes
/// nothing.
enum CompletionQueries {
    /// Ends jobs of one worker that are done.
    ///
    /// - Returns: those that were still this worker's, by their epochs; the others stay as they are.
    static func succeed(
        _ attempts: [AttemptKey], on master: Session<Master>
    ) async throws(PostgresError) -> [Job.ID] {
        guard let worker = attempts.first?.worker else { return [] }
        return try await master.all(
            """
            with done as (
                select * from unnest(\(attempts.map(\.job.rawValue))::uuid[], \(attempts.map(\.epoch))::bigint[])
                    as done (id, epoch)),
            ended as (
                update job_queue q
                set state = 'succeeded', percent = 100, worker_id = null, deadline_at = null, finished_at = now(),
                    last_error = null, revision = revision + 1
                from done d where q.id = d.id and q.epoch = d.epoch and q.state = 'running'
                returning q.id, q.epoch, q.attempt, q.claimed_at),
            noted as (\(fragment: note(as: "succeeded", by: worker)))
            select id from ended
            """, as: Job.ID.self)
    }

    /// Another attempt after `delay`; not for a job that was called off.
    static func retry(
        _ attempt: AttemptKey, failure: JobFailure, delay: Duration, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            with ended as (
                update job_queue
                set state = 'retrying', run_at = now() + \(delay), worker_id = null, deadline_at = null,
                    last_error = \(PostgresJSON(failure)), waiting_since = now(), revision = revision + 1
                where id = \(attempt.job) and epoch = \(attempt.epoch) and state = 'running'
                      and cancel_requested_at is null
                returning id, epoch, attempt, claimed_at),
            stopped as (\(fragment: failedStep(of: attempt.job, failure)))
            \(fragment: note(as: "retry", by: attempt.worker, failure))
            """) == 1
    }

    /// Back in line without counting the attempt: shutting down, or asked to wait. One that was called off is due at once, for
    /// the next worker to end it.
    static func release(
        _ attempt: AttemptKey, delay: Duration, as outcome: String, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            with ended as (
                update job_queue
                set state = case when attempt > 1 then 'retrying' else 'queued' end, attempt = attempt - 1,
                    run_at = now() + case when cancel_requested_at is null then \(delay) else interval '0' end,
                    worker_id = null, deadline_at = null, waiting_since = now(),
                    revision = revision + 1
                where id = \(attempt.job) and epoch = \(attempt.epoch) and state = 'running'
                returning id, epoch, attempt + 1 as attempt, claimed_at)
            \(fragment: note(as: outcome, by: attempt.worker))
            """) == 1
    }

    /// Stops for its owner (`action_required`) or for good (`failed`), or because it was called off: `canceled` is the end of
    /// a job with that mark, and of no other.
    static func stop(
        _ attempt: AttemptKey, as state: JobState, failure: JobFailure, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            with ended as (
                update job_queue
                set state = \(state), worker_id = null, deadline_at = null,
                    finished_at = case when \(state.isFinal) then now() end,
                    last_error = \(PostgresJSON(failure)), revision = revision + 1
                where id = \(attempt.job) and epoch = \(attempt.epoch) and state = 'running'
                      and (cancel_requested_at is not null) = \(state == .canceled)
                returning id, epoch, attempt, claimed_at),
            stopped as (\(fragment: failedStep(of: attempt.job, failure)))
            \(fragment: note(as: state.rawValue, by: attempt.worker, failure))
            """) == 1
    }

    /// The history of what `ended` ended.
    private static func note(as outcome: String, by worker: WorkerID, _ failure: JobFailure? = nil) -> SQL {
        """
        insert into job_attempts (job_id, epoch, attempt, worker_id, started_at, ended_at, outcome, error)
        select id, epoch, attempt, \(worker), coalesce(claimed_at, now()), now(), \(outcome),
               \(failure.map { PostgresJSON($0) })
        from ended
        """
    }

    private static func failedStep(of id: Job.ID, _ failure: JobFailure) -> SQL {
        """
        update job_steps set status = 'failed', finished_at = now(), detail = \(String(failure.message.prefix(400)))
        where job_id = \(id) and status = 'running' and exists (select from ended)
        """
    }
}
