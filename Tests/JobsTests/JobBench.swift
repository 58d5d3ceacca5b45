import Domain
import JobTestSupport
import Logging
import Postgres
import Redis
import Tenancy
import TestSupport
import Testing

@testable import Jobs

/// The parts of a job engine on a master database of its own, and a Redis of its own or one that is lent.
struct JobBench: Sendable {
    let database: PostgresEndpoint
    let master: Database<Master>
    let redis: RedisClient

    /// Tells nothing unless it is among the services that are served.
    let events: MasterEvents

    init(database: PostgresEndpoint, master: Database<Master>, redis: RedisClient) {
        self.database = database
        self.master = master
        self.redis = redis
        events = MasterEvents(endpoint: database, logger: quiet)
    }

    var index: DispatchIndex { DispatchIndex(redis: redis) }
    var queue: JobQueue { JobQueue(index: index, logger: quiet) }
    /// What operators do, to jobs without subjects.
    var operations: JobOperations {
        JobOperations(
            master: master, queue: queue,
            cancellation: JobCancellation(master: master, index: nil, subjects: JobSubjects(), logger: quiet),
            subjects: JobSubjects())
    }
    var keys: IndexKeys { IndexKeys(redis: redis, prefix: "tenantry:{q:0}:2:") }

    /// Asks for a job as the API does: one transaction, then a word to Redis.
    @discardableResult
    func request<Payload: JobPayload>(_ request: JobRequest<Payload>) async throws -> Job.ID {
        let promised = try await promise(request)
        await queue.publish([promised])
        return promised.id
    }

    /// Asks for a job, and dies before Redis is told.
    func promise<Payload: JobPayload>(_ request: JobRequest<Payload>) async throws -> PromisedJob {
        try await master.transaction { try await queue.enqueue(request, on: $0) }
    }

    func job(_ id: Job.ID) async throws -> Job {
        guard let job = try await JobQueries.find(id, on: master.session) else { throw JobNotFound() }
        return job
    }

    /// Waits until a job stands so, and shows it then.
    @discardableResult
    func job(_ id: Job.ID, is state: JobState, within limit: Duration = .seconds(30)) async throws -> Job {
        try await eventually(within: limit) {
            try await job(id)
        } satisfies: {
            $0.state == state
        }
    }

    /// How the attempts at a job ended, in order; `-` for one that has not.
    func outcomes(of id: Job.ID) async throws -> [String] {
        try await master.session.all(
            """
            select outcome from (
                select epoch, outcome from job_attempts where job_id = \(id)
                union all select epoch, '-' from job_queue where id = \(id) and state = 'running') attempts
            order by epoch
            """, as: String.self)
    }

    /// Ids of the jobs that had their effect, once for each time.
    var effects: [Job.ID] {
        get async throws { try await master.session.all("select job_id from effects order by job_id", as: Job.ID.self) }
    }
}

/// Runs `body` with a bench of its own; `redis` is an empty database of the shared server unless given.
func withBench<Value: Sendable>(
    redis: RedisEndpoint? = nil, commandTimeout: Duration = .seconds(20), _ body: (JobBench) async throws -> Value
) async throws -> Value {
    try await withDatabase(.master) { database in
        let pool = PostgresPool(
            endpoint: database,
            configuration: PostgresPoolConfiguration(
                maximumConnections: 16, acquireTimeout: .seconds(30), sharedReaders: 1, name: "bench"),
            logger: quiet)
        do {
            try await pool.execute("create table effects (job_id uuid not null)")
            let redis = if let redis { redis } else { try await makeRedisDatabase() }
            let value = try await withClient(of: redis, commandTimeout: commandTimeout) { client in
                try await body(JobBench(database: database, master: Database(pool), redis: client))
            }
            await pool.close()
            return value
        } catch {
            await pool.close()
            throw error
        }
    }
}

/// An endpoint where nobody listens.
func unreachableRedis() throws -> RedisEndpoint { try RedisEndpoint(parsing: "redis://127.0.0.1:1") }
