import Domain
import Foundation
import Postgres
import Tenancy

/// The SQL by which a worker gets the right to run a job, and keeps it.
enum ClaimQueries {
    /// A job that is now this worker's, with everything needed to run it.
    struct Claimed: Decodable, Sendable {
        let id: Job.ID
        let kind: String
        let payload: String
        let storeId: Store.ID?
        let epoch: Int64
        let attempt: Int
        let maxAttempts: Int
        let workerDeaths: Int
    }

    /// Takes a job of this worker's queues that is due, or whose worker has died. Of many workers at once, one gets it.
    ///
    /// A job taken over from a dead worker keeps its attempt and counts a death instead.
    ///
    /// - Parameters:
    ///   - kinds: the kinds this worker can run, each with its time limit in the same place of `timeouts`.
    ///   - silence: a worker without a heartbeat for this long is dead.
    /// - Throws: a violation of `job_queue_one_running` while another job with the same serial key runs.
    static func claim(
        _ id: Job.ID, by worker: WorkerID, kinds: [String], timeouts: [Int64], silence: Duration,
        on master: Session<Master>
    ) async throws(PostgresError) -> Claimed? {
        try await master.first(
            """
            with able as (
                select * from unnest(\(kinds)::text[], \(timeouts)::bigint[]) as able (kind, milliseconds)),
            candidate as (
                select q.id, q.state, q.epoch, able.milliseconds
                from job_queue q join able using (kind)
                where q.id = \(id) and q.queue = any(array(select unnest(queues) from workers where id = \(worker)))
                  and (q.state in ('queued', 'retrying') and q.run_at <= now() + interval '50 ms'
                       or \(fragment: deserted(silence)))
                for update of q skip locked),
            lost as (
                update job_attempts a set ended_at = now(), outcome = 'lost'
                from candidate c
                where c.state = 'running' and a.job_id = c.id and a.epoch = c.epoch and a.ended_at is null),
            claimed as (
                update job_queue q
                set state = 'running', epoch = nextval('job_epoch'), worker_id = \(worker),
                    attempt = q.attempt + (c.state <> 'running')::int,
                    worker_deaths = q.worker_deaths + (c.state = 'running')::int,
                    deadline_at = now() + c.milliseconds * interval '1 millisecond',
                    started_at = coalesce(q.started_at, now()), percent = 0, step = null,
                    revision = q.revision + 1
                from candidate c where q.id = c.id
                returning q.id, q.kind, q.payload, q.store_id, q.epoch, q.attempt, q.max_attempts, q.worker_deaths),
            fresh_steps as (
                update job_steps s
                set status = 'pending', started_at = null, finished_at = null, detail = null
                from claimed c where s.job_id = c.id and s.status <> 'pending'),
            noted as (
                insert into job_attempts (job_id, epoch, attempt, worker_id)
                select id, epoch, attempt, \(worker) from claimed)
            select id, kind, payload, store_id, epoch, attempt, max_attempts, worker_deaths from claimed
            """, decoding: Claimed.self)
    }

    /// The row `q` counts as running, but nobody runs it: its worker is silent, or its time was up a while ago.
    static func deserted(_ silence: Duration) -> SQL {
        """
        (q.state = 'running' and (q.deadline_at < now() - \(silence) or not exists (
            select from workers w
            where w.id = q.worker_id and w.stopped_at is null and w.beat_at > now() - \(silence))))
        """
    }

    /// Why a job could not be claimed.
    struct Standing: Decodable {
        let state: JobState
        let kind: String
        /// Milliseconds until it may start; negative when it may.
        let dueIn: Int64
    }

    static func standing(
        of id: Job.ID, on master: Session<Master>
    ) async throws(PostgresError) -> Standing? {
        try await master.first(
            """
            select state, kind, (extract(epoch from run_at - now()) * 1000)::bigint as due_in
            from job_queue where id = \(id)
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
             where q.state in ('queued', 'retrying') and q.run_at <= now()
                   and q.queue = any(\(queues)::text[]) and q.kind = any(\(kinds)::text[])
                   and not exists (
                       select from job_queue r where r.serial_key = q.serial_key and r.state = 'running')
             order by q.band, q.run_at limit \(Int64(limit)))
            """, as: Job.ID.self)
    }
}
