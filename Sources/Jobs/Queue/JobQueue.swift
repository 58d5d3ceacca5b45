import Domain
package import Logging
package import Postgres
package import Tenancy

/// Where jobs are asked for: a row in the caller's transaction, then a hint to Redis.
///
/// A crash between the two loses nothing: ``Relay`` publishes what Redis was not told of.
package struct JobQueue: Sendable {
    private let index: DispatchIndex?
    private let logger: Logger

    /// - Parameter index: `nil` leaves it to the relay to make jobs known.
    package init(index: DispatchIndex?, logger: Logger) {
        self.index = index
        self.logger = logger
    }

    /// Promises a job in the caller's transaction. Nothing outside the database happens yet: call ``publish(_:)``
    /// after the commit.
    package func enqueue<Payload: JobPayload>(
        _ request: JobRequest<Payload>, on master: Session<Master>
    ) async throws(PostgresError) -> PromisedJob {
        // The second look can miss when the job that stood in the way ended in between: then the way is free.
        while true {
            let made =
                switch request.uniqueness {
                case .first: try await EnqueueQueries.insert(.make(), request, on: master)
                case .latest: try await EnqueueQueries.insertLatest(.make(), request, on: master)
                }
            guard let row = made else { continue }
            if row.isNew, !request.steps.isEmpty {
                try await EnqueueQueries.insertSteps(request.steps, of: row.id, on: master)
            }
            return PromisedJob(entry: request.entry(row.id), isNew: row.isNew)
        }
    }

    /// Promises many jobs of one kind in the caller's transaction, with one statement.
    ///
    /// - Parameter requests: without steps, and of uniqueness ``JobUniqueness/first``; those with a unique key that is wanted
    ///   already are left out.
    /// - Returns: the jobs that are new, in the order of the requests.
    package func enqueue<Payload: JobPayload>(
        _ requests: [JobRequest<Payload>], on master: Session<Master>
    ) async throws(PostgresError) -> [PromisedJob] {
        precondition(requests.allSatisfy { $0.uniqueness == .first }, "the latest of many is asked for by itself")
        let rows = requests.map { (id: Job.ID.make(), request: $0) }
        let made = try await Set(EnqueueQueries.insert(rows, on: master))
        return rows.filter { made.contains($0.id) }.map { PromisedJob(entry: $0.request.entry($0.id), isNew: true) }
    }

    /// Makes promised jobs known to the workers at once. Best effort: when Redis is away, the relay or the workers'
    /// own look at the table finds them.
    package func publish(_ jobs: [PromisedJob]) async {
        do {
            try await index?.enqueue(
                jobs.map(\.entry),
                deadline: .milliseconds(250))  // somebody waits for an answer that does not depend on this
        } catch {
            logger.notice(
                "job not published to Redis yet, the relay will",
                metadata: ["jobs": "\(jobs.map(\.id))", "error": "\(error)"])
        }
    }
}
