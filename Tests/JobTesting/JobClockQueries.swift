import Postgres
import Tenancy

/// The SQL that lets time pass.
enum JobClockQueries {
    static func advance(by duration: Duration, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            with jobs as (
                update job_queue
                set run_at = run_at - \(duration), waiting_since = waiting_since - \(duration),
                    deadline_at = deadline_at - \(duration), claimed_at = claimed_at - \(duration)
                where state in ('queued', 'running', 'retrying', 'action_required'))
            update workers set beat_at = beat_at - \(duration) where stopped_at is null
            """)
    }
}
