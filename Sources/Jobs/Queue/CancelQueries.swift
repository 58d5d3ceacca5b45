import Domain
import Postgres
import Tenancy

/// The SQL that calls a job off.
enum CancelQueries {
    /// A job, locked until the caller's transaction ends: no worker claims it meanwhile, and no attempt at it ends.
    struct Found: Decodable {
        let state: JobState
        let kind: String
        let payload: String
        let userId: Account.ID?
    }

    static func lock(_ id: Job.ID, on master: Session<Master>) async throws(PostgresError) -> Found? {
        try await master.first(
            "select state, kind, payload, user_id from job_queue where id = \(id) for update", decoding: Found.self)
    }

    /// Marks a running job, and tells its worker.
    static func request(_ id: Job.ID, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            with marked as (
                update job_queue set cancel_requested_at = now(), revision = revision + 1
                where id = \(id) and state = 'running' and cancel_requested_at is null
                returning id)
            select pg_notify('tenantry_cancel', id::text) from marked
            """)
    }

    /// Ends a job that waits.
    static func end(_ id: Job.ID, _ failure: JobFailure, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            update job_queue
            set state = 'canceled', cancel_requested_at = coalesce(cancel_requested_at, now()), finished_at = now(),
                last_error = \(PostgresJSON(failure)), revision = revision + 1
            where id = \(id) and state in ('queued', 'retrying', 'action_required')
            """)
    }
}
