import Domain
package import Logging
package import Postgres
package import Tenancy

/// Where jobs are asked for: a row in the caller's transaction, then a hint to Redis.
///
/// A crash between the two loses nothing: ``Relay`` publishes what Redis was not told of.
package struct JobQueue: Sendable {
    private let index: DispatchIndex
    private let logger: Logger

    package init(index: DispatchIndex, logger: Logger) {
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
            guard let row = try await EnqueueQueries.insert(.make(), request, on: master) else { continue }
            if row.isNew, !request.steps.isEmpty {
                try await EnqueueQueries.insertSteps(request.steps, of: row.id, on: master)
            }
            return PromisedJob(id: row.id, band: request.band, delay: request.delay, isNew: row.isNew)
        }
    }

    /// Makes promised jobs known to the workers at once. Best effort: when Redis is away, the relay or the workers'
    /// own look at the table finds them.
    package func publish(_ jobs: [PromisedJob]) async {
        do {
            try await index.enqueue(
                jobs.map { DispatchIndex.Entry(id: $0.id, band: $0.band, delay: $0.delay) },
                deadline: .milliseconds(250))  // somebody waits for an answer that does not depend on this
        } catch {
            logger.notice(
                "job not published to Redis yet, the relay will",
                metadata: ["jobs": "\(jobs.map(\.id))", "error": "\(error)"])
        }
    }
}
