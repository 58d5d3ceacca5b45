import Domain
package import Logging
import Postgres
package import Tenancy
import Redis
import ServiceLifecycle

/// Tells Redis of every job that it does not have.
///
/// Sweeps the table once a second for rows never announced, announced long ago, or held by a dead worker; adding what
/// Redis already has changes nothing there. When the index's incarnation changes, Redis was flushed or restarted
/// empty, and every waiting row is announced again. Any number of processes may run one.
package struct Relay: Service {
    let master: Database<Master>
    let index: DispatchIndex
    let timing: JobTiming
    let logger: Logger

    package init(master: Database<Master>, index: DispatchIndex, timing: JobTiming, logger: Logger) {
        self.master = master
        self.index = index
        self.timing = timing
        self.logger = logger
    }

    package func run() async throws {
        var known: String?
        for await _ in Ticks(every: timing.relay).cancelOnGracefulShutdown() {
            do {
                let incarnation = try await index.reap()
                if let known, known != incarnation {
                    logger.warning("Redis lost its job index, announcing every waiting job again")
                    try await RelayQueries.forgetPublished(on: master.session)
                }
                known = incarnation
                while try await publishBatch() {}
            } catch {
                logger.notice("jobs could not be relayed to Redis", metadata: ["error": "\(error)"])
            }
        }
    }

    /// - Returns: whether there may be more.
    private func publishBatch() async throws -> Bool {
        let timing = timing
        let index = index
        let count = try await master.transaction { transaction in
            let rows = try await RelayQueries.unpublished(
                limit: 500, grace: timing.relayGrace, again: timing.republish, silence: timing.silence,
                on: transaction)
            guard !rows.isEmpty else { return 0 }
            try await index.enqueue(
                rows.map { DispatchIndex.Entry(id: $0.0, band: Int($0.1), delay: .milliseconds($0.2)) })
            try await RelayQueries.markPublished(rows.map(\.0), on: transaction)
            return rows.count
        }
        return count == 500
    }
}
