import Domain
package import Postgres
package import Tenancy

/// The SQL that promises a job. Runs inside the transaction of the change that asks for it.
package enum EnqueueQueries {
    /// Writes the job down, unless one with its unique key is wanted already.
    ///
    /// - Returns: the id of the row that stands for the request, and whether this call made it.
    static func insert<Payload: JobPayload>(
        _ id: Job.ID, _ request: JobRequest<Payload>, on master: Session<Master>
    ) async throws(PostgresError) -> (id: Job.ID, isNew: Bool)? {
        let inserted = try await master.first(
            """
            insert into job_queue
                (id, queue, kind, store_id, user_id, band, payload, unique_key, serial_key, host, run_at,
                 max_attempts, request_id, trace)
            values (\(id), \(Payload.queue), \(Payload.kind), \(request.storeID), \(request.userID),
                    \(Int16(request.band)), \(PostgresJSON(request.payload)), \(request.uniqueKey),
                    \(request.serialKey), \(request.host), now() + \(request.delay), \(Int32(Payload.maxAttempts)),
                    \(request.requestID), \(request.trace.map(PostgresJSON.init)))
            on conflict (unique_key) where state in ('queued', 'running', 'retrying', 'action_required') do nothing
            returning id
            """, as: Job.ID.self)
        if let inserted { return (inserted, true) }
        let wanted = try await master.first(
            """
            select id from job_queue
            where unique_key = \(request.uniqueKey) and state in ('queued', 'running', 'retrying', 'action_required')
            """, as: Job.ID.self)
        return wanted.map { ($0, false) }
    }

    /// Writes the job down, or has the one that waits with its unique key take it over.
    ///
    /// - Returns: the id of the row that stands for the request, and whether this call made it.
    static func insertLatest<Payload: JobPayload>(
        _ id: Job.ID, _ request: JobRequest<Payload>, on master: Session<Master>
    ) async throws(PostgresError) -> (id: Job.ID, isNew: Bool)? {
        try await master.first(
            """
            insert into job_queue as q
                (id, queue, kind, store_id, user_id, band, payload, latest_key, serial_key, host, run_at,
                 max_attempts, request_id, trace)
            values (\(id), \(Payload.queue), \(Payload.kind), \(request.storeID), \(request.userID),
                    \(Int16(request.band)), \(PostgresJSON(request.payload)), \(request.uniqueKey),
                    \(request.serialKey), \(request.host), now() + \(request.delay), \(Int32(Payload.maxAttempts)),
                    \(request.requestID), \(request.trace.map(PostgresJSON.init)))
            on conflict (latest_key) where state in ('queued', 'retrying') do update
            set payload = excluded.payload, run_at = least(q.run_at, excluded.run_at), request_id = excluded.request_id,
                trace = excluded.trace, user_id = excluded.user_id, waiting_since = now(), revision = q.revision + 1
            returning id, id = \(id)
            """, as: (Job.ID, Bool).self)
    }

    /// Writes many jobs of one kind down, but for those with a unique key that is wanted already.
    ///
    /// - Returns: the ids of those that were written.
    static func insert<Payload: JobPayload>(
        _ rows: [(id: Job.ID, request: JobRequest<Payload>)], on master: Session<Master>
    ) async throws(PostgresError) -> [Job.ID] {
        let requests = rows.map(\.request)
        return try await master.all(
            """
            insert into job_queue
                (id, queue, kind, store_id, user_id, band, payload, unique_key, serial_key, host, run_at, max_attempts,
                 request_id, trace)
            select id, \(Payload.queue), \(Payload.kind), store_id, user_id, band::smallint, payload::jsonb, unique_key,
                   serial_key, host, now() + milliseconds * interval '1 millisecond', \(Int32(Payload.maxAttempts)), request_id, trace::jsonb
            from unnest(
                \(rows.map(\.id.rawValue))::uuid[], \(PostgresArray(requests.map(\.storeID?.rawValue)))::uuid[],
                \(PostgresArray(requests.map(\.userID?.rawValue)))::uuid[],
                \(requests.map { Int32($0.band) })::integer[],
                \(requests.map { PostgresJSON($0.payload).text })::text[],
                \(PostgresArray(requests.map(\.uniqueKey)))::text[],
                \(PostgresArray(requests.map(\.serialKey)))::text[], \(PostgresArray(requests.map(\.host)))::text[],
                \(requests.map(\.delay.wholeMilliseconds))::bigint[],
                \(PostgresArray(requests.map(\.requestID)))::text[],
                \(PostgresArray(requests.map { $0.trace.map { PostgresJSON($0).text } }))::text[]
            ) as wanted (id, store_id, user_id, band, payload, unique_key, serial_key, host, milliseconds, request_id, trace)
            on conflict (unique_key) where state in ('queued', 'running', 'retrying', 'action_required') do nothing
            returning id
            """, as: Job.ID.self)
    }

    /// Gives a new job its steps, in the order they will run.
    static func insertSteps(
        _ names: [String], of id: Job.ID, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            insert into job_steps (job_id, name, position)
            select \(id), name, position - 1
            from unnest(\(names)::text[]) with ordinality as step (name, position)
            """)
    }

    /// Starts a job over that stopped for its owner, was buried or canceled; its attempts begin anew.
    ///
    /// - Parameter host: the database server that it will be busy with, if that is another one by now.
    /// - Returns: the job to be made known; `nil` when it is not stopped.
    package static func reopen(
        _ id: Job.ID, host: String? = nil, on master: Session<Master>
    ) async throws(PostgresError) -> PromisedJob? {
        try await master.first(
            """
            update job_queue q
            set state = 'queued', run_at = now(), max_attempts = attempt + greatest(max_attempts - attempt, 10),
                finished_at = null, cancel_requested_at = null, last_error = null, percent = 0, step = null,
                waiting_since = now(), worker_deaths = 0, host = coalesce(\(host), host), revision = revision + 1
            where id = \(id) and state in ('action_required', 'failed', 'canceled')
            returning \(fragment: DispatchEntry.columns)
            """, decoding: DispatchEntry.Row.self
        ).map { PromisedJob(entry: $0.entry, isNew: false) }
    }

    /// Makes a job that waits for its next attempt due at once.
    ///
    /// - Returns: the job to be made known; `nil` when it does not wait.
    package static func hurry(
        _ id: Job.ID, host: String? = nil, on master: Session<Master>
    ) async throws(PostgresError) -> PromisedJob? {
        try await master.first(
            """
            update job_queue q
            set run_at = now(), waiting_since = now(), host = coalesce(\(host), host), revision = revision + 1
            where id = \(id) and state in ('queued', 'retrying')
            returning \(fragment: DispatchEntry.columns)
            """, decoding: DispatchEntry.Row.self
        ).map { PromisedJob(entry: $0.entry, isNew: false) }
    }
}
