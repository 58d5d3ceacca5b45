import Domain
import Logging
import Postgres
import Schedules
import Tenancy
import TestSupport
import Testing

@testable import Jobs

/// Runs `body` with a bench whose master database has a clock that only tests move, and a fuse that kills connections.
///
/// `now()` of the statements is a function of the database's own, found before PostgreSQL's.
func withScheduleBench<Value: Sendable>(
    at start: String, _ body: (JobBench) async throws -> Value
) async throws -> Value {
    try await withDatabase(.master) { database in
        let connection = try await PostgresConnection.connect(to: database, logger: quiet)
        for statement in clockwork(of: database.database) { try await connection.execute(statement) }
        connection.close()
        let pool = PostgresPool(
            endpoint: database,
            configuration: PostgresPoolConfiguration(
                maximumConnections: 16, acquireTimeout: .seconds(30), sharedReaders: 1, name: "bench"),
            logger: quiet)
        do {
            let value = try await withClient(of: try await makeRedisDatabase(), commandTimeout: .seconds(20)) {
                client in
                let bench = JobBench(database: database, master: Database(pool), redis: client)
                try await bench.setClock(start)
                return try await body(bench)
            }
            await pool.close()
            return value
        } catch {
            await pool.close()
            throw error
        }
    }
}

private func clockwork(of database: String) -> [SQL] {
    [
        "create table clock (at timestamptz not null)",
        "insert into clock values (pg_catalog.now())",
        "create function public.now() returns timestamptz language sql stable as 'select at from public.clock'",
        "alter database \(identifier: database) set search_path = public, pg_catalog",
        """
        alter table job_queue
            alter run_at set default public.now(), alter waiting_since set default public.now(),
            alter created_at set default public.now()
        """,
        "create table fuse (step text not null)",
        """
        create function burn() returns trigger language plpgsql as $burn$
        begin
            if exists (select from fuse where step = tg_argv[0]) then
                perform pg_terminate_backend(pg_backend_pid());
                perform pg_sleep(60);
            end if;
            return new;
        end $burn$
        """,
        "create trigger burn before insert on job_queue for each row execute function burn('insert')",
        "create trigger burn before update on job_schedules for each row execute function burn('advance')",
        """
        create constraint trigger burn_last after update on job_schedules deferrable initially deferred
        for each row execute function burn('commit')
        """,
    ]
}

extension JobBench {
    /// A scheduler that does only what it is told to.
    func scheduler(_ schedules: JobSchedule...) -> JobScheduler {
        JobScheduler(schedules, master: master, queue: queue, logger: quiet)
    }

    /// A scheduler that has just started.
    func started(_ schedules: JobSchedule...) async throws -> JobScheduler {
        let scheduler = JobScheduler(schedules, master: master, queue: queue, logger: quiet)
        try await scheduler.declare(isStart: true)
        return scheduler
    }

    func setClock(_ text: String) async throws { try await setClock(instant(text)) }

    func setClock(_ instant: Timestamp) async throws {
        try await master.session.execute("update clock set at = \(instant)")
    }

    func setFuse(_ step: String?) async throws {
        try await master.session.execute("delete from fuse")
        if let step { try await master.session.execute("insert into fuse values (\(step))") }
    }

    /// Which ticks have jobs, by the jobs' ids.
    func ticks() async throws -> [Timestamp] {
        try await master.session.all(
            """
            select to_timestamp(('x0000' || left(replace(id::text, '-', ''), 12))::bit(64)::bigint / 1000.0)
            from job_queue order by id
            """, as: Timestamp.self)
    }

    /// Ends all jobs that wait or run.
    func finishJobs() async throws {
        try await master.session.execute(
            """
            update job_queue
            set state = 'succeeded', percent = 100, finished_at = now(), worker_id = null, deadline_at = null
            where state in ('queued', 'running', 'retrying')
            """)
    }

    func schedule(_ name: String = "errands") async throws -> ScheduleRecord {
        return try #require(try await operations.schedules().first { $0.name == name })
    }
}

/// A recurring errand, hourly unless said otherwise.
func errands(
    _ cron: String = "0 * * * *", in timeZone: String = "UTC", named name: String = "errands",
    number: Int = 0, _ catchUp: JobSchedule.CatchUp = .once
) throws -> JobSchedule {
    try JobSchedule(name, cron, timeZone: timeZone, payload: Errand(number: number), catchUp: catchUp)
}

func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(text), "\(text)") }

/// Instants, with a space between each and the next.
func instants(_ text: String) throws -> [Timestamp] { try text.split(separator: " ").map { try instant(String($0)) } }
