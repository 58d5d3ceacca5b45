import Domain
import Foundation
import Postgres
import Schedules
import Tenancy

/// The SQL that ticks. All times are the master database's.
enum ScheduleQueries {
    /// A schedule whose time has come, locked until the caller's transaction ends.
    struct Due: Decodable, Equatable {
        let name: String
        let cron: String
        let timeZone: String
        let catchUp: String
        let atMost: Int
        let nextAt: Timestamp
        let now: Timestamp

        /// What is to be done; `nil` when another version of the program wrote what this one cannot read.
        var plan: TickPlan? {
            guard let when = CronSchedule(cron, in: timeZone),
                let policy = JobSchedule.CatchUp(name: catchUp, limit: atMost)
            else { return nil }
            return TickPlan(when, policy, from: nextAt, at: now)
        }
    }

    /// Those among the names whose time has come: a look without a lock.
    static func due(_ names: [String], on master: Session<Master>) async throws(PostgresError) -> [String] {
        try await master.all(
            """
            select name from job_schedules
            where name = any(\(names)::text[]) and next_at <= now() and paused_at is null order by next_at
            """, as: String.self)
    }

    /// - Returns: `nil` when somebody else is at it, or was.
    static func lock(_ name: String, on master: Session<Master>) async throws(PostgresError) -> Due? {
        try await master.first(
            """
            select name, cron, time_zone, catch_up, at_most, next_at, now() as now from job_schedules
            where name = \(name) and next_at <= now() and paused_at is null
            for update skip locked
            """, decoding: Due.self)
    }

    /// Promises the jobs of some ticks, as the row says: none for a tick that had one, as long as that job is kept, and no
    /// more than may wait or run. The newest ticks come first in that; the oldest jobs run first.
    ///
    /// A job's id is made of the schedule's name and the tick: the primary key knows whether there was one.
    static func enqueue(
        _ ticks: [Timestamp], of name: String, on master: Session<Master>
    ) async throws(PostgresError) -> [DispatchEntry] {
        try await master.all(
            """
            with schedule as (
                select * from job_schedules where name = \(name)),
            tick as (
                select id, row_number() over (order by id desc) as place
                from schedule s, unnest(\(ticks.map(\.milliseconds))::bigint[]) as tick (at),
                     lateral (select \(fragment: jobID) as id) made
                where not exists (select from job_queue q where q.id = made.id)),
            free as (
                select key, row_number() over (order by number) as place
                from schedule s, generate_series(1, s.at_most) as number,
                     lateral (select 'schedule:' || s.name || ':' || number as key) made
                where not exists (
                    select from job_queue q
                    where q.unique_key = key and q.state in ('queued', 'running', 'retrying', 'action_required')))
            insert into job_queue as q
                (id, queue, kind, band, payload, unique_key, serial_key, max_attempts)
            select tick.id, s.queue, s.kind, s.band, s.payload, free.key, 'schedule:' || s.name, s.max_attempts
            from schedule s, tick join free using (place)
            order by tick.id
            on conflict do nothing
            returning \(fragment: DispatchEntry.columns)
            """, decoding: DispatchEntry.Row.self
        ).map(\.entry).sorted { "\($0.id)" < "\($1.id)" }
    }

    /// Moves a schedule on to what comes after the ticks that were seen to.
    static func advance(
        _ name: String, by plan: TickPlan, lastJob: Job.ID?, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            update job_schedules
            set next_at = \(plan.next), last_tick_at = \(plan.newest), last_job_id = coalesce(\(lastJob), last_job_id),
                updated_at = now()
            where name = \(name)
            """)
    }

    /// An id of version 7 with the time of the tick `at`, in milliseconds, and a hash of that and of the name of `s`.
    private static let jobID: SQL = """
        (select (lpad(to_hex(at), 12, '0') || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid
         from encode(sha256(convert_to(s.name || '@' || at, 'UTF8')), 'hex') as hash)
        """
}

extension CronSchedule {
    /// From their columns; `nil` when this version of the program cannot read them.
    init?(_ cron: String, in timeZone: String) {
        guard let expression = CronExpression(cron), let schedule = try? CronSchedule(expression, timeZone: timeZone)
        else { return nil }
        self = schedule
    }
}

extension Timestamp {
    /// Since the start of 1970, cut.
    fileprivate var milliseconds: Int64 { Int64((rawValue.timeIntervalSince1970 * 1_000).rounded(.down)) }
}
