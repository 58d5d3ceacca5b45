import Domain
import Postgres
import Schedules
import Tenancy

/// The SQL by which operators look at schedules, and stop them. Never selects a payload.
enum ScheduleOperatorQueries {
    static func all(on master: Session<Master>) async throws(PostgresError) -> [ScheduleRecord] {
        try await master.all(
            """
            select s.name, s.cron, s.time_zone, s.catch_up, s.kind, s.queue, s.next_at, s.last_tick_at, s.last_job_id,
                   q.state as last_job_state, s.paused_at, s.reason, s.retired_at
            from job_schedules s left join job_queue q on q.id = s.last_job_id
            order by s.name
            """, decoding: ScheduleRecord.self)
    }

    /// What resuming has to know.
    struct Standing: Decodable {
        let isPaused: Bool
        let isRetired: Bool
        let cron: String
        let timeZone: String
        let now: Timestamp

        var next: Timestamp? { CronSchedule(cron, in: timeZone)?.next(after: now) }
    }

    /// Locks a schedule until the caller's transaction ends.
    static func lock(_ name: String, on master: Session<Master>) async throws(PostgresError) -> Standing? {
        try await master.first(
            """
            select paused_at is not null as is_paused, retired_at is not null as is_retired, cron, time_zone, now() as now
            from job_schedules where name = \(name) for update
            """, decoding: Standing.self)
    }

    static func pause(
        _ name: String, reason: String?, by actor: Account.ID?, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            update job_schedules
            set paused_at = now(), paused_by = \(actor), reason = \(reason), updated_at = now() where name = \(name)
            """)
    }

    static func resume(_ name: String, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            update job_schedules set paused_at = null, paused_by = null, reason = null, updated_at = now()
            where name = \(name)
            """)
    }
}
