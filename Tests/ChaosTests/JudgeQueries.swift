import ChaosJobs
import Domain
import Foundation
import Jobs
import Postgres
import Tenancy

/// The SQL that a run is watched and judged by.
enum JudgeQueries {
    /// Promises, each with the jobs by which it is broken.
    static let promises: [(String, SQL)] = [
        (
            "a job has its effect once (I7)",
            "select job_id from chaos_effects group by job_id having count(*) > 1"
        ),
        (
            "a job without success has no effect (I7, I14)",
            """
            select distinct e.job_id from chaos_effects e left join job_queue q on q.id = e.job_id
            where q.state is distinct from 'succeeded'
            """
        ),
        (
            "a job that succeeded has its effect (I7)",
            """
            select q.id from job_queue q
            where q.state = 'succeeded' and coalesce(q.payload->>'shape', '') <> 'plain'
                  and not exists (select from chaos_effects e where e.job_id = q.id)
            """
        ),
        (
            "only the attempt that holds a job ends it (I5)",
            """
            select m.job_id from chaos_moves m
            join chaos_effects e using (job_id)
            left join workers w on w.id = m.worker_id
            where m.new_state = 'succeeded' and (w.process_id is distinct from e.process_id or m.old_epoch <> e.epoch)
            """
        ),
        ("claims are numbered upwards (I8)", "select job_id from chaos_moves where new_epoch < old_epoch"),
        (
            "a job that is over stays over",
            "select job_id from chaos_moves where old_state in ('succeeded', 'failed', 'canceled')"
        ),
        (
            "of jobs with one serial key one runs (I6)",
            """
            select job_id from (
                select m.job_id, sum((m.new_state = 'running')::int - (m.old_state = 'running')::int)
                                 over (partition by q.serial_key order by m.number) as running
                from chaos_moves m join job_queue q on q.id = m.job_id where q.serial_key is not null) runs
            where running > 1
            """
        ),
        (
            "each claim is one line of history",
            """
            select q.id from job_queue q
            where (select count(*) from job_attempts a where a.job_id = q.id)
                  <> (select count(*) from chaos_moves m where m.job_id = q.id and m.new_state = 'running')
                     - (q.state = 'running')::int
            """
        ),
        (
            "attempts are counted as they were (I8)",
            """
            select q.id from job_queue q
            where q.attempt <> (select count(*) from job_attempts a
                                where a.job_id = q.id and a.outcome not in ('lost', 'released', 'snoozed'))
                  and q.state in ('succeeded', 'failed')
            """
        ),
    ]

    /// The same of what stands behind the fence.
    static let fencePromises: [(String, SQL)] = [
        (
            "nobody writes behind the fence after a later attempt (fence)",
            """
            select job_id from (select job_id, epoch, max(epoch) over (partition by line order by number) as newest
                                from chaos_log) log where epoch < newest
            """
        ),
        (
            "nobody writes behind the fence once another has begun (fence)",
            """
            select job_id from (
                select job_id, run, line, lag(run) over (partition by line order by number) as before, number
                from chaos_log) log
            where run <> before and exists (
                select from chaos_log earlier
                where earlier.line = log.line and earlier.run = log.run and earlier.number < log.number)
            """
        ),
    ]

    static let unfinished: SQL = "select id from job_queue where finished_at is null"

    static func states(on master: Session<Master>) async throws(PostgresError) -> [Job.ID: JobState] {
        let rows = try await master.all("select id, state from job_queue", as: (Job.ID, JobState).self)
        return Dictionary(uniqueKeysWithValues: rows)
    }

    static func count(on master: Session<Master>) async throws(PostgresError) -> [(JobState, Int64)] {
        try await master.all(
            "select state, count(*) from job_queue group by state order by state", as: (JobState, Int64).self)
    }

    static func isOver(_ id: Job.ID, on master: Session<Master>) async throws(PostgresError) -> Bool {
        try await master.first(
            "select finished_at is not null from job_queue where id = \(id)", as: Bool.self) ?? false
    }

    /// A job as it stood when a fault struck.
    typealias Held = (id: Job.ID, epoch: Int64, state: JobState)

    /// What a process is at.
    static func held(by processID: Int32, on master: Session<Master>) async throws(PostgresError) -> [Held] {
        try await master.all(
            """
            select q.id, q.epoch, q.state from job_queue q join workers w on w.id = q.worker_id
            where q.state = 'running' and w.process_id = \(processID)
            """, as: (Job.ID, Int64, JobState).self)
    }

    /// What could be started.
    static func waiting(on master: Session<Master>) async throws(PostgresError) -> [Held] {
        try await master.all(
            "select id, epoch, state from job_queue where state in ('queued', 'retrying') and run_at <= now()",
            as: (Job.ID, Int64, JobState).self)
    }

    /// None of these stands as it stood.
    static func haveMoved(_ held: [Held], on master: Session<Master>) async throws(PostgresError) -> Bool {
        if held.isEmpty { return true }
        return try await master.first(
            """
            select not exists (
                select from unnest(\(held.map(\.id.rawValue))::uuid[], \(held.map(\.epoch))::bigint[],
                                   \(held.map(\.state.rawValue))::text[]) as held (id, epoch, state)
                join job_queue q using (id, epoch, state))
            """, as: Bool.self) ?? false
    }

    /// Stores whose jobs take turns, and limits that some of them meet.
    static func makeStores(_ count: Int, on master: Session<Master>) async throws(PostgresError) -> [Store.ID] {
        let owner = UUID()
        try await master.execute(
            "insert into users (id, email, first_name, last_name) values (\(owner), 'ada@example.com', 'Ada', 'L')")
        var stores: [Store.ID] = []
        for number in 1...count {
            let id = Store.ID.make()
            try await master.execute(
                "insert into stores (id, owner_id, name, slug) values (\(id), \(owner), 'Shop', \("shop-\(number)"))")
            stores.append(id)
        }
        try await master.execute("insert into job_limits values ('store', '*', 10), ('host', 'db-1', 2)")
        return stores
    }
}
