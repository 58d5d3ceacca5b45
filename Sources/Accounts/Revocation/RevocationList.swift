import Foundation
package import Logging
import NIOConcurrencyHelpers
package import Redis

/// The copy of `revocations` in Redis that every request reads.
///
/// Under the prefix (`cp:rv:`) stand the keys of the rows with their values, for as long as a token from before could be
/// shown, and `epoch`, the random name of the list's present life. The table is the truth: whatever Redis cannot say
/// for certain is asked there. Redis has to be one server, reached directly or through something that passes the end of
/// a connection on; a server that may be replaced by its replica should refuse writes when it has none
/// (`min-replicas-to-write`), because one that is cut off with its clients still believes that it is the only one.
package final class RevocationList: Sendable {
    struct State {
        var trust = ListTrust()
        var breaker = CircuitBreaker()
        var hasToldOfEviction = false
    }

    let redis: RedisClient
    let prefix: String
    /// A miss says nothing about a token that claims to be good for longer, in seconds.
    let tokenLifetime: Int64
    /// How long a lookup waits for its answer.
    let budget: Duration
    let logger: Logger
    let state = NIOLockedValueBox(State())
    let counters = NIOLockedValueBox(RevocationCounters())
    /// Rung whenever misses turn out not to be trusted.
    let rebuildWanted = Wakes()

    /// - Parameters:
    ///   - redis: has ``library`` among its libraries.
    ///   - accessLifetime: of the tokens minted by this installation, in seconds.
    ///   - prefix: keeps two installations on one database apart.
    package init(
        redis: RedisClient, accessLifetime: Int64, prefix: String = "cp:rv:", budget: Duration,
        logger: Logger
    ) {
        self.redis = redis
        self.prefix = prefix
        self.budget = budget
        self.logger = logger
        // At least an hour, so that a change of the lifetime, rolled out process by process, cannot let a token outlive
        // its revocation unless it goes beyond.
        tokenLifetime = max(accessLifetime, 3_600)
    }

    /// How long a revocation is remembered in Redis: what a token can last, differing clocks, and a minute for those who
    /// minted one just before and for a transaction that took its time.
    var keep: Duration { .seconds(tokenLifetime + AccessTokens.leeway + 60) }

    /// Whether misses are trusted at this moment.
    package var isTrusted: Bool {
        let connection = redis.connectionNumber
        return state.withLockedValue { $0.trust.ground?.connection == connection }
    }

    var epochKey: String { prefix + "epoch" }

    func name(of key: RevocationKey) -> String { prefix + key.rawValue }

    /// Stops trusting misses on a ground, unless there is another one by now.
    func lose(_ ground: ListTrust.Ground, because reason: String) {
        guard state.withLockedValue({ $0.trust.lose(ground) }) else { return }
        logger.notice("revocations in redis no longer trusted", metadata: ["reason": "\(reason)"])
    }
}
