import Domain
import Postgres
import Schedules
import Tenancy

/// The SQL that compares the table with what the program declares.
enum DeclarationQueries {
    /// A schedule as it stands, beside what is declared.
    struct Standing: Decodable {
        /// Nothing has to be changed.
        let isSame: Bool
        /// Its times are the declared ones.
        let hasSameTimes: Bool
        /// No living program declares the row as it stands.
        let isAbandoned: Bool
        let isRetired: Bool
    }

    static func now(on master: Session<Master>) async throws(PostgresError) -> Timestamp? {
        try await master.first("select now()", as: Timestamp.self)
    }

    /// Locks the row until the caller's transaction ends.
    ///
    /// - Returns: `nil` when there is none.
    static func lock(
        _ schedule: JobSchedule, silence: Duration, on master: Session<Master>
    ) async throws(PostgresError) -> Standing? {
        try await master.first(
            """
            select (cron, time_zone, catch_up, at_most, kind, queue, band, max_attempts, payload)
                   is not distinct from (\(fragment: values(of: schedule))) as is_same,
                   cron = \(schedule.cron) and time_zone = \(schedule.when.timeZone) as has_same_times,
                   declared_at < now() - \(silence) as is_abandoned, retired_at is not null as is_retired
            from job_schedules where name = \(schedule.name) for update
            """, decoding: Standing.self)
    }

    /// Leaves a row alone that somebody else has written in this moment.
    static func insert(
        _ schedule: JobSchedule, next: Timestamp?, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            insert into job_schedules
                (name, cron, time_zone, catch_up, at_most, kind, queue, band, max_attempts, payload, next_at)
            values (\(schedule.name), \(fragment: values(of: schedule)), \(next))
            on conflict (name) do nothing
            """)
    }

    /// Gives a row what is declared; its next tick stays as it is.
    static func replace(_ schedule: JobSchedule, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            update job_schedules
            set (cron, time_zone, catch_up, at_most, kind, queue, band, max_attempts, payload) =
                    (\(fragment: values(of: schedule))),
                retired_at = null, declared_at = now(), updated_at = now()
            where name = \(schedule.name)
            """)
    }

    /// Sets the next tick, `nil` for never.
    static func move(_ name: String, to next: Timestamp?, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            "update job_schedules set next_at = \(next), updated_at = now() where name = \(name)")
    }

    /// Notes that a living program declares the row as it stands.
    static func keep(_ name: String, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute("update job_schedules set declared_at = now() where name = \(name)")
    }

    /// Retires what no living program declares, and deletes what has been retired for a month.
    ///
    /// - Returns: the names of those that are retired now.
    static func retire(
        allBut names: [String], silence: Duration, on master: Session<Master>
    ) async throws(PostgresError) -> [String] {
        try await master.execute("delete from job_schedules where retired_at < now() - interval '30 days'")
        return try await master.all(
            """
            update job_schedules set retired_at = now(), next_at = null, updated_at = now()
            where name <> all(\(names)::text[]) and retired_at is null and declared_at < now() - \(silence)
            returning name
            """, as: String.self)
    }

    /// In the order of the columns above.
    private static func values(of schedule: JobSchedule) -> SQL {
        """
        \(schedule.cron), \(schedule.when.timeZone), \(schedule.catchUp.name), \(Int32(schedule.catchUp.limit)),
        \(schedule.kind), \(schedule.queue), \(Int16(schedule.band)), \(Int32(schedule.maxAttempts)),
        \(schedule.payload)::text::jsonb
        """
    }
}

extension JobSchedule {
    /// One text for all that mean the same.
    fileprivate var cron: String { when.expression.description }
}
