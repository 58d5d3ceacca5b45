import Foundation
import Logging
import NIOConcurrencyHelpers
import Postgres
import Redis
import Tenancy

extension RevocationList {
    /// Why a rebuild came to nothing, besides what the servers say.
    enum RebuildError: Error, Equatable {
        case disconnected
        /// The connection changed or the list was flushed in the middle: what was written may be gone.
        case interrupted
        case evicting
    }

    /// Writes everything down that could matter to a token, and trusts misses from then on.
    ///
    /// Why nothing is missing then: a mark is written before the first row is read, and the epoch is named, atomically,
    /// only if the mark is still there. So Redis has not been flushed in between, and, the connection being the same at
    /// the end, has not been started anew either. What was committed before the mark is among the rows; what is
    /// committed later is published to a server that remembers it. An epoch that is there already is kept: it says the
    /// same of somebody else's rebuild, and what is in the list from both is right.
    ///
    /// - Returns: how many were written.
    /// - Throws: ``RebuildError``, `RedisError`, `PostgresError`. The list is no worse than before.
    func rebuild(from master: Database<Master>) async throws -> Int {
        let start = ContinuousClock.now
        let connection = redis.connectionNumber
        guard redis.isConnected else { throw RebuildError.disconnected }
        try await refuseEviction()
        let mark = "\(prefix)rebuild:\(UUID().uuidString.lowercased())"
        try await redis.send(RedisCommand("SET", mark, 1, "EX", 600))
        let count = try await copyRows(from: master)
        let epoch = try await redis.call(
            "rv1_finish", keys: [epochKey, mark], arguments: [UUID().uuidString.lowercased()])
        guard let epoch = epoch.string, redis.connectionNumber == connection else { throw RebuildError.interrupted }
        state.withLockedValue { $0.trust.gain(ListTrust.Ground(connection: connection, epoch: epoch)) }
        counters.withLockedValue { $0.rebuilds += 1 }
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        logger.notice(
            "revocations in redis rebuilt",
            metadata: ["count": "\(count)", "milliseconds": "\(Int(milliseconds.rounded()))"])
        return count
    }

    private func copyRows(from master: Database<Master>) async throws -> Int {
        var (count, last) = (0, RevocationKey?.none)
        while true {
            let page = try await RevocationQueries.page(
                after: last, limit: Self.pageSize, keep: keep, on: master.session)
            try await put(page)
            count += page.count
            last = page.last?.key
            guard page.count == Self.pageSize else { return count }
        }
    }

    /// Rows read, and keys written in one call: the server serves nobody else for a millisecond or two.
    private static let pageSize = 1_000

    private func refuseEviction() async throws {
        guard let problem = try await evictionProblem() else {
            state.withLockedValue { $0.hasToldOfEviction = false }
            return
        }
        let isNews = state.withLockedValue { state in
            defer { state.hasToldOfEviction = true }
            return !state.hasToldOfEviction
        }
        if isNews { logger.error("revocations in redis cannot be trusted", metadata: ["reason": "\(problem)"]) }
        throw RebuildError.evicting
    }
}
