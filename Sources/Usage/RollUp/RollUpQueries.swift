import Postgres
import Tenancy

/// The SQL that counts `api_usage_logs`. What it relies on is told by ``UsageRollUp``.
enum RollUpQueries {
    static func isBehind(on master: Session<Master>) async throws(PostgresError) -> Bool {
        try await master.first(
            "select exists (select from api_usage_logs where id > (select last_id from usage_rollups))", as: Bool.self)
            ?? false
    }

    /// Holds up writers until the transaction's end, once those that are at it have committed.
    ///
    /// - Throws: 55P03 when they take longer than a second.
    static func waitForWriters(on master: Session<Master>) async throws(PostgresError) {
        try await master.execute("select set_config('lock_timeout', '1s', true)")
        try await master.execute("select pg_advisory_xact_lock(hashtext('tenantry.api-usage-logs'))")
    }

    static func highestID(on master: Session<Master>) async throws(PostgresError) -> Int64 {
        try await master.first("select coalesce(max(id), 0) from api_usage_logs", as: Int64.self) ?? 0
    }

    /// How far the log is counted, locked until the transaction's end; `nil` while somebody else counts.
    static func lockMark(on master: Session<Master>) async throws(PostgresError) -> Int64? {
        try await master.first("select last_id from usage_rollups for update skip locked", as: Int64.self)
    }

    static func moveMark(to id: Int64, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute("update usage_rollups set last_id = \(id)")
    }

    /// Adds the rows of a range of ids to the counters of their stores.
    static func count(after first: Int64, upTo last: Int64, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            with days as (
                select l.store_id, (l.at at time zone 'utc')::date as day, sum(l.weight) as requests,
                       coalesce(sum(l.weight) filter (where l.status >= 500), 0) as errors,
                       round(sum(l.weight * l.duration_us::numeric) / 1000) as milliseconds
                from api_usage_logs l
                join stores s on s.id = l.store_id and (l.user_id is null or l.user_id = s.owner_id)
                where l.id > \(first) and l.id <= \(last)
                group by 1, 2)
            insert into usage_metrics (store_id, day, metric, value)
            select d.store_id, d.day, m.metric, m.value::bigint
            from days d, lateral (values
                ('api.requests', d.requests), ('api.errors', d.errors), ('api.milliseconds', d.milliseconds)
            ) as m (metric, value)
            where m.value > 0
            on conflict (store_id, day, metric) do update
            set value = usage_metrics.value + excluded.value, updated_at = now()
            """)
    }
}
