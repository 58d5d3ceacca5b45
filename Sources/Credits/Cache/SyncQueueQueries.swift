import Domain
import Postgres
import Tenancy

/// The SQL that finds stores whose own database knows less than there is to know.
enum SyncQueueQueries {
    static func isOpen(_ store: Store.ID, on master: Session<Master>) async throws(PostgresError) -> Bool {
        try await master.first(
            "select exists (select from stores where id = \(store) and status = 'active')", as: Bool.self) ?? false
    }

    /// Open stores with news, and no job on its way.
    static func due(limit: Int, on master: Session<Master>) async throws(PostgresError) -> [Store.ID] {
        try await master.all(
            """
            select b.store_id
            from credit_balances b
            join stores s on s.id = b.store_id and s.status = 'active'
            left join credit_syncs c on c.store_id = b.store_id
            where b.revision > coalesce(c.revision, 0) and coalesce(c.synced_at, '-infinity') < now() - interval '5 seconds'
              and not exists (
                select from job_queue j
                where j.unique_key = 'sync-credits:' || b.store_id
                  and j.state in ('queued', 'running', 'retrying', 'action_required'))
            order by c.synced_at nulls first limit \(Int64(limit))
            """, as: Store.ID.self)
    }
}
