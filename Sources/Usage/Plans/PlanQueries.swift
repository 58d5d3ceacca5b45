import Domain
import Postgres
import Tenancy

/// The SQL that reads plans, and what they allow.
enum PlanQueries {
    /// Plans that stores can be put on, in their order.
    static func active(on master: Session<Master>) async throws(PostgresError) -> [PlanRow] {
        try await master.all(
            "select id, name, max_stores, daily_jobs from plans where is_active order by position",
            decoding: PlanRow.self)
    }

    static func isActive(_ plan: String, on master: Session<Master>) async throws(PostgresError) -> Bool {
        try await master.first("select is_active from plans where id = \(plan)", as: Bool.self) ?? false
    }

    /// The largest number of stores that a live subscription of one of the account's stores allows; `nil` without one.
    static func storeLimit(of owner: Account.ID, on master: Session<Master>) async throws(PostgresError) -> Int? {
        try await master.first(
            """
            select max(p.max_stores) from stores s
            join subscriptions u on u.store_id = s.id and u.status <> 'canceled'
            join plans p on p.id = u.plan
            where s.owner_id = \(owner)
            """, as: Int?.self) ?? nil
    }

    /// Counts one more job of today's, unless the plan's number is reached.
    ///
    /// The counter's row is locked by it until the caller's transaction ends, so those who ask at the same time are
    /// counted one after the other.
    static func countJob(of store: Store.ID, on master: Session<Master>) async throws(PostgresError) -> JobCount? {
        try await master.first(
            """
            with allowed as (
                select p.daily_jobs from subscriptions u join plans p on p.id = u.plan
                where u.store_id = \(store) and u.status <> 'canceled'
            ), counted as (
                insert into usage_metrics (store_id, day, metric, value)
                select \(store), (now() at time zone 'utc')::date, 'jobs.started', 1
                where coalesce((select daily_jobs from allowed), 1) > 0
                on conflict (store_id, day, metric) do update
                set value = usage_metrics.value + 1, updated_at = now()
                where usage_metrics.value < coalesce((select daily_jobs from allowed), 9223372036854775807)
                returning value
            )
            select (select value from counted) as number, (select daily_jobs from allowed) as allowed,
                   ceil(extract(epoch from
                       date_trunc('day', now() at time zone 'utc') + interval '1 day' - now() at time zone 'utc'
                   ))::bigint as seconds_left
            """, decoding: JobCount.self)
    }

    struct PlanRow: Decodable {
        let id: String
        let name: String
        let maxStores: Int
        let dailyJobs: Int?
    }

    struct JobCount: Decodable {
        /// The how manieth of the day it is; `nil` when it was not counted.
        let number: Int64?
        let allowed: Int?
        let secondsLeft: Int64
    }
}
