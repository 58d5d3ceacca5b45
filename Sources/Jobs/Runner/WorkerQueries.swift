import Tenancy
package import Domain
import Foundation
import Postgres

/// Phantom noun of ``WorkerID``.
package enum WorkerProcess {}

/// One worker process, new with each start.
package typealias WorkerID = Identifier<WorkerProcess>

/// The SQL on `workers`: one row per process, whatever the number of jobs.
enum WorkerQueries {
    static func register(
        _ id: WorkerID, host: String, processID: Int32, queues: [String], on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            insert into workers (id, host, process_id, queues)
            values (\(id), \(host), \(processID), \(queues)::text[])
            on conflict (id) do update set beat_at = now(), stopped_at = null
            """)
    }

    static func beat(_ id: WorkerID, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute("update workers set beat_at = now() where id = \(id)")
    }

    static func stop(_ id: WorkerID, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute("update workers set stopped_at = now() where id = \(id)")
    }

    /// Rows that name this worker, of jobs that it does not run: the answer to a claim was lost.
    static func unheld(
        by id: WorkerID, holding jobs: [Job.ID], on master: Session<Master>
    ) async throws(PostgresError) -> [(Job.ID, Int64)] {
        try await master.all(
            """
            select id, epoch from job_queue
            where worker_id = \(id) and state = 'running' and id <> all(\(jobs.map(\.rawValue))::uuid[])
            """, as: (Job.ID, Int64).self)
    }

    /// Of the jobs that a worker believes it runs, those whose row says otherwise, and those that were called off.
    ///
    /// - Returns: id and epoch as they were given, and whether the job was lost rather than called off.
    static func disturbed(
        among jobs: [(id: Job.ID, epoch: Int64)], on master: Session<Master>
    ) async throws(PostgresError) -> [(Job.ID, Int64, Bool)] {
        try await master.all(
            """
            select held.id, held.epoch, q.id is null
            from unnest(\(jobs.map(\.id.rawValue))::uuid[], \(jobs.map(\.epoch))::bigint[]) as held (id, epoch)
            left join job_queue q on q.id = held.id and q.epoch = held.epoch and q.state = 'running'
            where q.id is null or q.cancel_requested_at is not null
            """, as: (Job.ID, Int64, Bool).self)
    }
}
