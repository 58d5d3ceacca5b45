import Domain
import Foundation
import Postgres
import Tenancy

/// The SQL by which operators look at jobs, and at queues. Never selects a payload.
enum OperatorQueries {
    private static let columns: SQL = """
        q.id, q.kind, q.state, q.attempt, q.max_attempts, q.percent, q.step, q.last_error, q.store_id, q.user_id, q.run_at,
        q.state = 'queued' and q.run_at > now() as is_scheduled, q.revision, q.created_at, q.started_at, q.finished_at,
        q.queue, q.worker_deaths, w.host || ':' || w.process_id as worker,
        q.state = 'running' and q.cancel_requested_at is not null as is_canceling, q.request_id
        """

    /// Newest first; those that were asked for before `before`. Only conditions that are wanted become part of the statement,
    /// so that each combination finds its index.
    static func list(
        _ filter: JobFilter, before: Job.ID?, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> [JobRecord] {
        var conditions = conditions(of: filter)
        if let before { conditions = "\(fragment: conditions) and q.id < \(before)" }
        return try await master.all(
            """
            select \(fragment: columns) from job_queue q left join workers w on w.id = q.worker_id
            where \(fragment: conditions) order by q.id desc limit \(Int64(limit))
            """, decoding: Row.self
        ).map(\.record)
    }

    static func find(_ id: Job.ID, on master: Session<Master>) async throws(PostgresError) -> JobRecord? {
        try await master.first(
            """
            select \(fragment: columns) from job_queue q left join workers w on w.id = q.worker_id where q.id = \(id)
            """, decoding: Row.self)?.record
    }

    /// Ids of jobs that have stopped, in the order in which they were asked for, beginning after `after`. Canceled ones only if the
    /// filter names them: somebody wanted them to stop.
    static func stopped(
        _ filter: JobFilter, after: Job.ID?, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> [Job.ID] {
        var conditions = conditions(of: filter)
        if let after { conditions = "\(fragment: conditions) and q.id > \(after)" }
        return try await master.all(
            """
            select q.id from job_queue q
            where \(fragment: conditions)
              and (q.state in ('failed', 'action_required') or q.state = 'canceled' and \(filter.status == .canceled))
            order by q.id limit \(Int64(limit))
            """, as: Job.ID.self)
    }

    /// The newest attempts at a job, oldest first.
    static func attempts(
        at id: Job.ID, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> [JobAttemptRecord] {
        try await master.all(
            """
            select * from (
                select a.epoch, a.attempt, a.started_at, a.ended_at, a.outcome, a.error,
                       w.host || ':' || w.process_id as worker
                from job_attempts a left join workers w on w.id = a.worker_id where a.job_id = \(id)
                union all
                select q.epoch, q.attempt, coalesce(q.claimed_at, q.started_at), null, null, null,
                       w.host || ':' || w.process_id
                from job_queue q left join workers w on w.id = q.worker_id where q.id = \(id) and q.state = 'running'
                order by epoch desc limit \(Int64(limit))) newest
            order by epoch
            """, decoding: AttemptRow.self
        ).map(\.record)
    }

    static func queues(
        silence: Duration, on master: Session<Master>
    ) async throws(PostgresError) -> [QueueStanding] {
        try await master.all(
            """
            with names as (
                select distinct queue as name from job_queue
                where state in ('queued', 'running', 'retrying', 'action_required', 'failed')
                union select 'default'
                union select name from job_pauses where scope = 'queue'
                union select unnest(queues) from workers where \(fragment: isAlive(silence))),
            counts as (
                select queue,
                       count(*) filter (where state = 'queued' and run_at <= now()) as queued,
                       count(*) filter (where state = 'queued' and run_at > now()) as scheduled,
                       count(*) filter (where state = 'running') as running,
                       count(*) filter (where state = 'retrying') as retrying,
                       count(*) filter (where state = 'action_required') as action_required,
                       count(*) filter (where state = 'failed') as failed,
                       extract(epoch from now() - min(run_at) filter (
                           where state in ('queued', 'retrying') and run_at <= now()))::float8 as oldest_waiting_seconds
                from job_queue
                where state in ('queued', 'running', 'retrying', 'action_required', 'failed')
                group by queue)
            select n.name,
                   exists (select from job_pauses p where p.scope = 'queue' and p.name = n.name) as is_paused,
                   coalesce(c.queued, 0) as queued, coalesce(c.scheduled, 0) as scheduled,
                   coalesce(c.running, 0) as running, coalesce(c.retrying, 0) as retrying,
                   coalesce(c.action_required, 0) as action_required, coalesce(c.failed, 0) as failed,
                   c.oldest_waiting_seconds,
                   (select count(*) from workers w where n.name = any(w.queues) and \(fragment: isAlive(silence))) as workers
            from names n left join counts c on c.queue = n.name
            order by n.name
            """, decoding: QueueStanding.self)
    }

    /// - Returns: `false` when it was paused already.
    static func pause(
        _ scope: PauseScope, _ name: String, reason: String?, by actor: Account.ID?, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            insert into job_pauses (scope, name, paused_by, reason) values (\(scope.rawValue), \(name), \(actor), \(reason))
            on conflict (scope, name) do nothing
            """) == 1
    }

    /// - Returns: `false` when it was not paused.
    static func resume(
        _ scope: PauseScope, _ name: String, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            "delete from job_pauses where scope = \(scope.rawValue) and name = \(name)") == 1
    }

    private static func isAlive(_ silence: Duration) -> SQL {
        "stopped_at is null and beat_at > now() - \(silence)"
    }

    private static func conditions(of filter: JobFilter) -> SQL {
        var conditions: SQL = "true"
        switch filter.status {
        case nil: break
        case .queued: conditions = "q.state = 'queued' and q.run_at <= now()"
        case .scheduled: conditions = "q.state = 'queued' and q.run_at > now()"
        case .some(let status): conditions = "q.state = \(literal: status.rawValue)"
        }
        if let kind = filter.kind { conditions = "\(fragment: conditions) and q.kind = \(kind)" }
        if let queue = filter.queue { conditions = "\(fragment: conditions) and q.queue = \(queue)" }
        if let store = filter.store { conditions = "\(fragment: conditions) and q.store_id = \(store)" }
        return conditions
    }

    private struct Row: Decodable {
        let record: JobRecord

        private struct Rest: Decodable {
            let queue: String
            let workerDeaths: Int
            let worker: String?
            let isCanceling: Bool
            let requestId: String?
        }

        init(from decoder: any Decoder) throws {
            let rest = try Rest(from: decoder)
            record = JobRecord(
                job: try JobRow(from: decoder).job, queue: rest.queue, workerDeaths: rest.workerDeaths,
                worker: rest.worker, isCanceling: rest.isCanceling, requestID: rest.requestId)
        }
    }

    private struct AttemptRow: Decodable {
        let attempt: Int
        let startedAt: Timestamp
        let endedAt: Timestamp?
        let outcome: String?
        let error: PostgresJSON<JobFailure>?
        let worker: String?

        var record: JobAttemptRecord {
            JobAttemptRecord(
                attempt: attempt, startedAt: startedAt, endedAt: endedAt, outcome: outcome, error: error?.value,
                worker: worker)
        }
    }
}

/// What can be paused.
package enum PauseScope: String, Sendable, CaseIterable {
    case queue, kind, store
}
