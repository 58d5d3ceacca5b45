import Tenancy
import Domain
import Postgres

/// The SQL that compares the table with what Redis was told.
enum RelayQueries {
    /// Jobs that Redis may not know of: not announced since their last change, announced long ago, or held by a
    /// worker that died (announced once per silence until somebody takes them). Locked until the caller's transaction
    /// ends, so that relays do not repeat each other.
    static func unpublished(
        limit: Int, grace: Duration, again: Duration, silence: Duration, on master: Session<Master>
    ) async throws(PostgresError) -> [(Job.ID, Int16, Int64)] {
        try await master.all(
            """
            select q.id, q.band, greatest(0, extract(epoch from q.run_at - now()) * 1000)::bigint
            from job_queue q
            where q.state in ('queued', 'retrying')
                  and (q.published_at is null and (q.created_at < now() - \(grace) or q.attempt > 0)
                       or q.published_at < now() - \(again))
               or \(fragment: ClaimQueries.deserted(silence))
                  and (q.published_at is null or q.published_at < now() - \(silence))
            order by q.published_at nulls first, q.created_at
            limit \(Int64(limit))
            for update of q skip locked
            """, as: (Job.ID, Int16, Int64).self)
    }

    static func markPublished(_ ids: [Job.ID], on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            "update job_queue set published_at = now() where id = any(\(ids.map(\.rawValue))::uuid[])")
    }

    /// Redis lost what it knew: everything that waits has to be announced again.
    static func forgetPublished(on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            "update job_queue set published_at = null where state in ('queued', 'retrying') and published_at is not null"
        )
    }
}
