import Logging
import NIOConcurrencyHelpers
import Redis

extension RevocationList {
    enum Answer {
        case revoked
        case alive
        /// Ask the database.
        case unknown
    }

    /// What the list says about a token, in one `MGET` within the budget.
    ///
    /// The number of the connection is read before the question and after the reply: a reply that came over another
    /// connection than the trusted one is not believed, even when it is the connection that was just lost and made
    /// again. A list that is not trusted is not asked at all: a rebuild is, and it is there within milliseconds or
    /// Redis cannot help anyway.
    func look(for probes: [RevocationProbe]) async -> Answer {
        guard let ground = trustedGround(), let permit = admit() else { return .unknown }
        let question = RedisCommand("MGET", arguments: [epochKey] + probes.map { name(of: $0.key) })
        let reply: RedisValue
        do throws(RedisError) {
            reply = try await redis.send(question, deadline: budget)
        } catch {
            note(error.kind == .cancelled ? .abandoned : .failed, of: permit, "\(error.debugDescription)")
            return .unknown
        }
        note(.answered, of: permit)
        switch ground.judge(reply.array ?? [], of: probes, after: redis.connectionNumber) {
        case .revoked: return .revoked
        case .alive: return .alive
        case .unclear: return .unknown
        case .groundless:
            lose(ground, because: "the list has lost its memory")
            rebuildWanted.wake()
            return .unknown
        }
    }

    /// The ground on which misses are trusted, if that is the connection that stands now.
    func trustedGround() -> ListTrust.Ground? {
        let connection = redis.connectionNumber
        guard redis.isConnected else { return nil }
        guard let ground = state.withLockedValue(\.trust.ground) else {
            rebuildWanted.wake()
            return nil
        }
        guard ground.connection == connection else {
            lose(ground, because: "the connection is another one")
            rebuildWanted.wake()
            return nil
        }
        return ground
    }

    private func admit() -> CircuitBreaker.Permit? {
        state.withLockedValue { $0.breaker.admit(at: .now) }
    }

    private func note(_ outcome: CircuitBreaker.Outcome, of permit: CircuitBreaker.Permit, _ reason: String = "") {
        switch state.withLockedValue({ $0.breaker.note(outcome, of: permit, at: .now) }) {
        case .opened:
            logger.notice("revocations are checked in the database for now", metadata: ["reason": "\(reason)"])
        case .closed: logger.notice("revocations are checked in redis again")
        case nil: break
        }
    }
}
