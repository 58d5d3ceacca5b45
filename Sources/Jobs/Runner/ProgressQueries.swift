import Tenancy
import Domain
import Postgres

/// The SQL by which a running job shows how far it is. Fenced like its completion.
enum ProgressQueries {
    static func startStep(
        _ name: String, of id: Job.ID, epoch: Int64, timeLimit: Duration?, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            with held as (
                update job_queue set step = \(name), \(fragment: deadline(timeLimit)), revision = revision + 1
                where id = \(id) and epoch = \(epoch) and state = 'running' and \(fragment: commitsLater)
                returning id)
            update job_steps s set status = 'running', started_at = now(), finished_at = null, detail = null
            from held where s.job_id = held.id and s.name = \(name)
            """) == 1
    }

    /// - Parameters:
    ///   - next: begins in the same instant; `nil` for none.
    ///   - isLast: it is written in the transaction that completes the job, whose commit has to wait for the disk.
    static func finishStep(
        _ name: String, startingNext next: String?, of id: Job.ID, epoch: Int64, percent: Int, detail: String?,
        timeLimit: Duration?, isLast: Bool, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            with held as (
                update job_queue
                set percent = greatest(percent, \(Int16(percent))), step = coalesce(\(next), step),
                    \(fragment: deadline(timeLimit)), revision = revision + 1
                where id = \(id) and epoch = \(epoch) and state = 'running' and \(fragment: isLast ? "true" : commitsLater)
                returning id),
            change (name, status, detail, finished_at) as (
                values (\(name), 'succeeded', \(detail)::text, now()), (\(next), 'running', null, null))
            update job_steps s
            set status = change.status, detail = change.detail, finished_at = change.finished_at,
                started_at = case change.status when 'running' then now() else s.started_at end
            from held, change where s.job_id = held.id and s.name = change.name
            """) == (next == nil ? 1 : 2)
    }

    /// - Returns: whether the job is still that attempt's.
    static func note(
        step name: String, of id: Job.ID, epoch: Int64, percent: Int, detail: String, timeLimit: Duration?,
        on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.first(
            """
            with held as (
                update job_queue set percent = greatest(percent, \(Int16(percent))), \(fragment: deadline(timeLimit)),
                    revision = revision + 1
                where id = \(id) and epoch = \(epoch) and state = 'running' and \(fragment: commitsLater)
                returning id),
            shown as (
                update job_steps s set detail = \(detail)
                from held where s.job_id = held.id and s.name = \(name) and s.status = 'running')
            select id from held
            """, as: Job.ID.self) != nil
    }

    /// The time limit begins anew.
    private static func deadline(_ limit: Duration?) -> SQL {
        limit.map { "deadline_at = now() + \($0)" } ?? "deadline_at = deadline_at"
    }

    /// True. The statement's own transaction then does not wait for the disk: a server that crashes in the same moment
    /// forgets what an attempt has shown, and the next attempt shows it anew.
    private static let commitsLater: SQL = "(select set_config('synchronous_commit', 'off', true)) = 'off'"
}
