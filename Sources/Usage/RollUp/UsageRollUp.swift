package import Logging
import Postgres
import ServiceLifecycle
package import Tenancy

/// Counts the raw log: requests, failures of ours and milliseconds, per store and day, in `usage_metrics`.
///
/// Each row is counted exactly once, by any number of workers that may be killed at any moment: the counts and the mark
/// up to where the log is counted (`usage_rollups.last_id`) are one transaction under a lock on the mark.
///
/// Ids of rows come from a sequence and are committed out of order, so "up to this id" is true only when nothing below
/// it is still to come. Who writes holds an advisory lock, shared, from before the first id is given out until the rows
/// are committed; a trigger takes it. ``horizon()`` takes the same lock alone for the moment of reading the highest id:
/// then nobody is between the two. Waiting for it is limited, since writers queue up behind it meanwhile; a writer that
/// takes longer costs nothing but delay.
///
/// A row counts for its store only if the caller is the store's owner, or held a token of the store: a stranger who
/// guesses ids adds nothing to anybody's numbers.
package struct UsageRollUp: Service {
    /// Ids looked at in one transaction.
    static let batch: Int64 = 20_000

    private let master: Database<Master>
    private let interval: Duration
    private let logger: Logger

    /// - Parameter interval: from one time to the next.
    package init(master: Database<Master>, interval: Duration = .seconds(10), logger: Logger) {
        self.master = master
        self.interval = interval
        self.logger = logger
    }

    /// Counts what there is, again and again, until shutdown. A time that fails is logged, and made good by the next.
    package func run() async {
        await cancelWhenGracefulShutdown {
            repeat {
                do { try await rollUp() } catch let error as PostgresError where error.sqlState == "55P03" {
                    logger.debug("usage log is being written, counted the next time")
                } catch {
                    guard !Task.isCancelled else { return }
                    logger.notice("usage could not be counted", metadata: ["error": "\(error)"])
                }
            } while (try? await Task.sleep(for: interval)) != nil
        }
    }

    /// Counts everything that was committed before the call, unless another worker is at it.
    package func rollUp() async throws {
        guard try await RollUpQueries.isBehind(on: master.session) else { return }
        let horizon = try await horizon()
        while try await countBatch(upTo: horizon) { try Task.checkCancellation() }
    }

    /// Deletes raw rows that are counted and older than thirty days.
    ///
    /// - Returns: how many; less than `limit` when there are no more.
    package func prune(limit: Int) async throws -> Int {
        try await RequestLogQueries.prune(limit: limit, on: master.session)
    }

    /// The highest id below which no row is still to come.
    private func horizon() async throws -> Int64 {
        try await master.transaction { master in
            try await RollUpQueries.waitForWriters(on: master)
            return try await RollUpQueries.highestID(on: master)
        }
    }

    /// - Returns: whether there may be more to count.
    private func countBatch(upTo horizon: Int64) async throws -> Bool {
        try await master.transaction { master in
            guard let last = try await RollUpQueries.lockMark(on: master), last < horizon else { return false }
            let next = min(last + Self.batch, horizon)
            try await RollUpQueries.count(after: last, upTo: next, on: master)
            try await RollUpQueries.moveMark(to: next, on: master)
            return next < horizon
        }
    }
}
