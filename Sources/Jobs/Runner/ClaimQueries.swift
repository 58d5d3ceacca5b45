import Domain
import Foundation
import Postgres
import Tenancy

/// The SQL by which a worker gets the right to run jobs.
enum ClaimQueries {
    /// A job that is now this worker's, with everything needed to run it.
    struct Claimed: Sendable {
        let id: Job.ID
        let kind: String
        let payload: String
        let storeId: Store.ID?
        let epoch: Int64
        let attempt: Int
        let maxAttempts: Int
        let workerDeaths: Int
        /// It was called off while an earlier attempt ran: it must not run again.
        let isCanceled: Bool
        let workerId: WorkerID
        let queue: String
        /// How long it was due; `nil` for a job that was taken over.
        let waitedSeconds: Double?
        let rescue: Rescue?
        /// The HTTP request that asked for it.
        let requestID: String?
        let trace: TraceFields?

        var key: AttemptKey { AttemptKey(job: id, epoch: epoch, worker: workerId) }
    }

    /// Why a job could be taken from another worker.
    enum Rescue: String, CaseIterable, Sendable {
        /// Its time was up long ago.
        case deadline
        /// Its worker is silent.
        case worker
    }

    /// Takes those of the jobs that are of this worker's queues and due, or whose worker has died. Of many workers at once,
    /// one gets each; of jobs with one serial key, one is taken, and none while another runs.
    ///
    /// A job taken over from a dead worker keeps its attempt and counts a death instead.
    ///
    /// - Parameters:
    ///   - kinds: the kinds this worker can run, each with its time limit in the same place of `timeouts`.
    ///   - silence: a worker without a heartbeat for this long is dead.
    /// - Throws: a violation of `job_queue_one_running` when another worker took a job with the same serial key in the same
    ///   moment: none was taken.
    static func claim(
        _ ids: [Job.ID], by worker: WorkerID, kinds: [String], timeouts: [Int64], silence: Duration,
        on master: Session<Master>
    ) async throws(PostgresError) -> [Claimed] {
        try await master.all(
            """
            with able as (
                select * from unnest(\(kinds)::text[], \(timeouts)::bigint[]) as able (kind, milliseconds)),
            -- By their ids and nothing else: with more to go by, the planner reads every row that waits.
            held as (
                select q.* from job_queue q where q.id = any(\(ids.map(\.rawValue))::uuid[])
                for update of q skip locked),
            candidate as (
                select q.id, q.state, q.epoch, q.worker_id, q.attempt, q.claimed_at, q.serial_key, q.band, q.run_at,
                       able.milliseconds, q.deadline_at
                from held q join able using (kind)
                where q.queue = any(array(select unnest(queues) from workers where id = \(worker)))
                  and (q.state in ('queued', 'retrying') and q.run_at <= now() + interval '50 ms'
                       and not \(fragment: isPaused)
                       or \(fragment: deserted(silence)))
                  and (q.serial_key is null or not exists (
                       select from job_queue r
                       where r.serial_key = q.serial_key and r.state = 'running' and r.id <> q.id))),
            chosen as (
                select * from candidate where serial_key is null
                union all
                (select distinct on (serial_key) * from candidate where serial_key is not null
                 order by serial_key, state = 'running' desc, band, run_at, id)),
            lost as (
                insert into job_attempts (job_id, epoch, attempt, worker_id, started_at, ended_at, outcome)
                select id, epoch, attempt, worker_id, coalesce(claimed_at, now()), now(), 'lost'
                from chosen where state = 'running'),
            claimed as (
                update job_queue q
                set state = 'running', epoch = nextval('job_epoch'), worker_id = \(worker),
                    attempt = q.attempt + (c.state <> 'running')::int,
                    worker_deaths = q.worker_deaths + (c.state = 'running')::int,
                    deadline_at = now() + c.milliseconds * interval '1 millisecond', claimed_at = now(),
                    started_at = coalesce(q.started_at, now()), percent = 0, step = null,
                    revision = q.revision + 1
                from chosen c where q.id = c.id
                returning q.id, q.kind, q.payload, q.store_id, q.epoch, q.attempt, q.max_attempts, q.worker_deaths,
                          q.cancel_requested_at is not null as is_canceled, q.queue, q.request_id, q.trace,
                          case when c.state <> 'running' then
                              greatest(0, extract(epoch from now() - greatest(q.run_at, q.waiting_since)))::float8
                          end as waited,
                          case when c.state <> 'running' then null
                               when c.deadline_at < now() - \(silence) then 'deadline' else 'worker' end as rescue),
            fresh_steps as (
                update job_steps s
                set status = 'pending', started_at = null, finished_at = null, detail = null
                from claimed c where s.job_id = c.id and s.status <> 'pending')
            select id, kind, payload, store_id, epoch, attempt, max_attempts, worker_deaths, is_canceled,
                   queue, waited, rescue, request_id, trace
            from claimed
            """,
            as: (
                Job.ID, String, String, Store.ID?, Int64, Int, Int, Int, Bool, String, Double?, String?, String?,
                PostgresJSON<TraceFields>?
            ).self
        ).map {
            id, kind, payload, store, epoch, attempt, maxAttempts, deaths, isCanceled, queue, waited, rescue, request,
            trace in
            Claimed(
                id: id, kind: kind, payload: payload, storeId: store, epoch: epoch, attempt: attempt,
                maxAttempts: maxAttempts, workerDeaths: deaths, isCanceled: isCanceled, workerId: worker, queue: queue,
                waitedSeconds: waited, rescue: rescue.flatMap(Rescue.init), requestID: request,
                trace: trace?.value)
        }
    }

    /// The row `q` counts as running, but nobody runs it: its worker is silent, or its time was up a while ago.
    static func deserted(_ silence: Duration) -> SQL {
        """
        (q.state = 'running' and (q.deadline_at < now() - \(silence) or not exists (
            select from workers w
            where w.id = q.worker_id and w.stopped_at is null and w.beat_at > now() - \(silence))))
        """
    }

    /// The row `q` must not start at the moment. Redis knows it too; this is for what Redis was not told yet.
    private static let isPaused: SQL = """
        exists (
            select from job_pauses p
            where p.scope = 'queue' and p.name = q.queue or p.scope = 'kind' and p.name = q.kind
               or p.scope = 'store' and p.name = q.store_id::text)
        """

    /// Why a job could not be claimed.
    struct Standing: Decodable {
        let id: Job.ID
        let state: JobState
        let kind: String
        /// Milliseconds until it may start; negative when it may.
        let dueIn: Int64
    }

    static func standings(
        of ids: [Job.ID], on master: Session<Master>
    ) async throws(PostgresError) -> [Standing] {
        try await master.all(
            """
            select id, state, kind, (extract(epoch from run_at - now()) * 1000)::bigint as due_in
            from job_queue where id = any(\(ids.map(\.rawValue))::uuid[])
            """, decoding: Standing.self)
    }

    /// Jobs that could be claimed at once: deserted ones, then the most urgent. How workers find work while Redis is
    /// away; what this worker cannot run, and what waits for its serial key, would only stand in the way.
    static func due(
        limit: Int, queues: [String], kinds: [String], silence: Duration, on master: Session<Master>
    ) async throws(PostgresError) -> [Job.ID] {
        try await master.all(
            """
            (select q.id from job_queue q
             where \(fragment: deserted(silence))
                   and q.queue = any(\(queues)::text[]) and q.kind = any(\(kinds)::text[])
             limit \(Int64(limit)))
            union all
            (select q.id from job_queue q
             where q.state in ('queued', 'retrying') and q.run_at <= now() and not \(fragment: isPaused)
                   and q.queue = any(\(queues)::text[]) and q.kind = any(\(kinds)::text[])
                   and not exists (
                       select from job_queue r where r.serial_key = q.serial_key and r.state = 'running')
             order by q.band, q.run_at limit \(Int64(limit)))
            """, as: Job.ID.self)
    }
}
