import Logging
import NIOConcurrencyHelpers
import Postgres
import Tenancy

/// Asks the master database itself whether a token was revoked: the truth, at the price of a round trip.
///
/// Each caller's statement is its own. An answer kept for a moment, or a statement shared with callers who came after it
/// was sent, could be from before a revocation that they must not miss. So the load is bounded instead: of more callers
/// than the limit the rest hear at once that nothing can be said.
final class DatabaseStanding: Sendable {
    private let master: Database<Master>
    private let limit: Int
    private let budget: Duration
    private let logger: Logger
    private let waiting = NIOLockedValueBox(0)

    /// - Parameters:
    ///   - limit: callers at a time.
    ///   - budget: how long each waits.
    init(master: Database<Master>, limit: Int, budget: Duration, logger: Logger) {
        self.master = master
        self.limit = limit
        self.budget = budget
        self.logger = logger
    }

    /// - Throws: ``AuthUnavailable``; `CancellationError` when the caller was cancelled.
    func isRevoked(_ claims: AccessClaims, probes: [RevocationProbe]) async throws -> Bool {
        let isAdmitted = waiting.withLockedValue { waiting in
            guard waiting < limit else { return false }
            waiting += 1
            return true
        }
        guard isAdmitted else { throw AuthUnavailable() }
        defer { waiting.withLockedValue { $0 -= 1 } }
        return try await withThrowingTaskGroup(of: Bool?.self) { [budget] group in
            group.addTask { await self.look(claims, probes) }
            group.addTask {
                try await Task.sleep(for: budget)
                return nil
            }
            defer { group.cancelAll() }
            let answer = try await group.next() ?? nil
            try Task.checkCancellation()
            guard let answer else { throw AuthUnavailable() }
            return answer
        }
    }
    private func look(_ claims: AccessClaims, _ probes: [RevocationProbe]) async -> Bool? {
        do {
            return try await RevocationQueries.isRevoked(claims, probes: probes, on: master.reading)
        } catch {
            // A database that is away is told of elsewhere; one that misunderstands us, nowhere.
            if [.server, .decoding, .misuse].contains(error.kind) {
                logger.warning("revocation not looked up", metadata: ["error": "\(error.debugDescription)"])
            }
            return nil
        }
    }
}
