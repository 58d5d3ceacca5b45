import Tenancy
import Domain
import Postgres

/// The SQL that ends an attempt. Each matches only the epoch that ran it: a late worker changes nothing.
enum CompletionQueries {
    static func succeed(
        _ id: Job.ID, epoch: Int64, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            with ended as (
                update job_queue
                set state = 'succeeded', percent = 100, worker_id = null, deadline_at = null, finished_at = now(),
                    last_error = null, revision = revision + 1
                where id = \(id) and epoch = \(epoch) and state = 'running'
                returning id, epoch)
            update job_attempts a set ended_at = now(), outcome = 'succeeded'
            from ended e where a.job_id = e.id and a.epoch = e.epoch
            """) == 1
    }

    /// Another attempt after `delay`.
    static func retry(
        _ id: Job.ID, epoch: Int64, failure: JobFailure, delay: Duration, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            with ended as (
                update job_queue
                set state = 'retrying', run_at = now() + \(delay), worker_id = null, deadline_at = null,
                    last_error = \(PostgresJSON(failure)), published_at = null, revision = revision + 1
                where id = \(id) and epoch = \(epoch) and state = 'running'
                returning id, epoch),
            stopped as (\(fragment: failedStep(of: id, failure)))
            update job_attempts a set ended_at = now(), outcome = 'retry', error = \(PostgresJSON(failure))
            from ended e where a.job_id = e.id and a.epoch = e.epoch
            """) == 1
    }

    /// Back in line without counting the attempt: shutting down, or asked to wait.
    static func release(
        _ id: Job.ID, epoch: Int64, delay: Duration, as outcome: String, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            with ended as (
                update job_queue
                set state = case when attempt > 1 then 'retrying' else 'queued' end, attempt = attempt - 1,
                    run_at = now() + \(delay), worker_id = null, deadline_at = null, published_at = null,
                    revision = revision + 1
                where id = \(id) and epoch = \(epoch) and state = 'running'
                returning id, epoch)
            update job_attempts a set ended_at = now(), outcome = \(outcome)
            from ended e where a.job_id = e.id and a.epoch = e.epoch
            """) == 1
    }

    /// Stops for its owner (`action_required`) or for good (`failed`).
    static func stop(
        _ id: Job.ID, epoch: Int64, as state: JobState, failure: JobFailure, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            with ended as (
                update job_queue
                set state = \(state), worker_id = null, deadline_at = null,
                    finished_at = case when \(state.isFinal) then now() end,
                    last_error = \(PostgresJSON(failure)), revision = revision + 1
                where id = \(id) and epoch = \(epoch) and state = 'running'
                returning id, epoch),
            stopped as (\(fragment: failedStep(of: id, failure)))
            update job_attempts a set ended_at = now(), outcome = \(state), error = \(PostgresJSON(failure))
            from ended e where a.job_id = e.id and a.epoch = e.epoch
            """) == 1
    }

    private static func failedStep(of id: Job.ID, _ failure: JobFailure) -> SQL {
        """
        update job_steps set status = 'failed', finished_at = now(), detail = \(String(failure.message.prefix(400)))
        where job_id = \(id) and status = 'running' and exists (select from ended)
        """
    }
}
