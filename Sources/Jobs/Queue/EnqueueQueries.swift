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
                (id, queue, kind, store_id, user_id, band, payload, unique_key, serial_key, run_at, max_attempts, request_id)
            values (\(id), \(Payload.queue), \(Payload.kind), \(request.storeID), \(request.userID),
                    \(Int16(request.band)), \(PostgresJSON(request.payload)), \(request.uniqueKey),
                    \(request.serialKey), now() + \(request.delay), \(Int32(Payload.maxAttempts)), \(request.requestID))
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

    /// Starts a job over that stopped for its owner or was buried; its attempts begin anew.
    ///
    /// - Returns: `false` when it is not stopped.
    package static func reopen(_ id: Job.ID, on master: Session<Master>) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            with reopened as (
                update job_queue
                set state = 'queued', run_at = now(), max_attempts = attempt + greatest(max_attempts - attempt, 10),
                    finished_at = null, cancel_requested_at = null, last_error = null, percent = 0, step = null,
                    published_at = null, worker_deaths = 0, revision = revision + 1
                where id = \(id) and state in ('action_required', 'failed', 'canceled')
                returning id, queue)
            select pg_notify('tenantry_enqueued', queue), pg_notify('tenantry_job', id::text) from reopened
            """) == 1
    }

    /// Makes a job that waits for its next attempt due at once.
    ///
    /// - Returns: `false` when it does not wait.
    package static func hurry(_ id: Job.ID, on master: Session<Master>) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            update job_queue set run_at = now(), published_at = null, revision = revision + 1
            where id = \(id) and state in ('queued', 'retrying')
            """) == 1
    }
}
