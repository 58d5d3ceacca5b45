import Postgres
import Tenancy

/// The SQL that counts jobs for metrics.
enum QueueGaugeQueries {
    struct Row: Decodable {
        let queue: String
        let status: JobStatus
        let count: Int
        /// How long the oldest one has been due that waits; `nil` for what does not wait.
        let oldestSeconds: Double?
    }

    /// By two indexes that have jobs of these states only: the rows of jobs that are over, most of the table, are not read.
    static let counts: SQL = """
        select queue, status, count(*) as count,
               greatest(0, extract(epoch from now() - min(due_at)))::float8 as oldest_seconds
        from (
            select queue, case when state = 'queued' and run_at > now() then 'scheduled' else state end as status,
                   case when state in ('queued', 'retrying') then run_at end as due_at
            from job_queue where state in ('queued', 'running', 'retrying', 'action_required')
            union all
            select queue, state, null from job_queue where state = 'failed') jobs
        group by queue, status
        """

    static func counts(on master: Session<Master>) async throws(PostgresError) -> [Row] {
        try await master.all(counts, decoding: Row.self)
    }

    /// Living workers by the queues they serve.
    static func workers(
        silence: Duration, on master: Session<Master>
    ) async throws(PostgresError) -> [(String, Int64)] {
        try await master.all(
            """
            select queue, count(*) from workers, unnest(queues) queue
            where stopped_at is null and beat_at > now() - \(silence) group by queue
            """, as: (String, Int64).self)
    }
}
