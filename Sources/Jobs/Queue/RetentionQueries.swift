import Postgres
import Tenancy

/// The SQL that deletes what is long over.
enum RetentionQueries {
    /// By ids, which begin with the time at which they were made: no index has to be kept for this. What was asked for more
    /// than two months before the limit has had its chances, and is not looked at again every hour.
    static func pruneJobs(
        olderThan days: Int, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> Int {
        try await master.execute(
            """
            delete from job_queue where id in (
                select q.id from job_queue q
                where q.id >= \(fragment: firstID(daysAgo: days + 60)) and q.id < \(fragment: firstID(daysAgo: days))
                  and q.state in ('succeeded', 'canceled')
                  and q.finished_at < now() - make_interval(days => \(Int32(days)))
                  and not exists (select from stores s where s.provisioning_job_id = q.id)
                  and not exists (select from credit_purchases p where p.job_id = q.id)
                  and not exists (select from credit_transactions t where t.job_id = q.id)
                order by q.id limit \(Int64(limit))
                for update of q skip locked)
            """)
    }

    static func pruneWorkers(
        olderThan days: Int, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> Int {
        try await master.execute(
            """
            delete from workers where id in (
                select w.id from workers w
                where w.beat_at < now() - make_interval(days => \(Int32(days)))
                  and not exists (select from job_queue q where q.state = 'running' and q.worker_id = w.id)
                order by w.beat_at limit \(Int64(limit))
                for update of w skip locked)
            """)
    }

    /// The lowest id of version 7 that was made so many days ago.
    private static func firstID(daysAgo days: Int) -> SQL {
        """
        rpad(lpad(to_hex((extract(epoch from now() - make_interval(days => \(Int32(days)))) * 1000)::bigint), 12, '0'), 32, '0')
        ::uuid
        """
    }
}
