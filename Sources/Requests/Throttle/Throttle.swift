package import Logging
import NIOConcurrencyHelpers
package import Redis

/// Decides whether a request may go on, by what was asked before by the same address, about the same account.
///
/// Counted in Redis, together with all processes and by its clock. While Redis is away, refuses or takes longer than the
/// configured patience, each process counts by itself, for its share of the quotas; then a quota may be used once more
/// when Redis goes and once when it returns. A limit never becomes an error, and never a wait.
package final class Throttle: Sendable {
    private struct State {
        var breaker: CircuitBreaker
        var local: LocalBuckets
    }

    private let configuration: ThrottleConfiguration
    private let shared: SharedBuckets
    private let state: NIOLockedValueBox<State>
    private let start = ContinuousClock.now
    private let logger: Logger

    /// - Parameter redis: a client that has ``ThrottleFunctions/library`` among its libraries.
    package init(redis: RedisClient, configuration: ThrottleConfiguration = .init(), logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        shared = SharedBuckets(redis: redis)
        state = NIOLockedValueBox(
            State(
                breaker: CircuitBreaker(pause: configuration.pause),
                local: LocalBuckets(instances: configuration.instances, limit: configuration.localBuckets)))
    }

    /// Charges one request to all the buckets if each of them lets it through, and to none of them otherwise.
    ///
    /// To be asked before the work that is to be limited, so that of many requests at once no more than the quota get
    /// to it. Of a task that is cancelled meanwhile the request may have been charged.
    ///
    /// - Parameter buckets: each once, the caller's own first; see ``ThrottleVerdict/allowed(_:)``.
    package func judge(_ buckets: [ThrottleBucket]) async -> ThrottleVerdict {
        guard configuration.isOn, !buckets.isEmpty else { return .allowed(nil) }
        let reading = await askingRedis { () throws(RedisError) in
            try await shared.judge(buckets, within: configuration.patience)
        }
        if let reading { return ThrottleVerdict(reading, of: buckets.map(\.policy)) }
        let now = (ContinuousClock.now - start).microseconds
        let own = state.withLockedValue { $0.local.judge(buckets, at: now) }
        return ThrottleVerdict(own, of: buckets.map { $0.policy.shared(among: configuration.instances) })
    }

    /// Makes buckets as if they had never been used. Best effort: without Redis, what it counted runs out by itself.
    package func reset(_ buckets: [ThrottleBucket]) async {
        guard configuration.isOn, !buckets.isEmpty else { return }
        state.withLockedValue { $0.local.reset(buckets) }
        await askingRedis { () throws(RedisError) -> Bool? in
            try await shared.reset(buckets, within: configuration.patience)
            return true
        }
    }

    /// Somebody proved that an account is theirs: what was counted against it and its devices is forgotten, what was
    /// counted against addresses is not.
    ///
    /// - Parameter buckets: those that were judged.
    package func succeeded(_ buckets: [ThrottleBucket]) async {
        await reset(buckets.filter(\.isResetBySuccess))
    }

    /// `nil` when this process has to decide by itself.
    @discardableResult
    private func askingRedis<Answer>(_ ask: () async throws(RedisError) -> Answer?) async -> Answer? {
        guard shared.isReachable, state.withLockedValue({ $0.breaker.admits(at: .now) }) else { return nil }
        do throws(RedisError) {
            guard let answer = try await ask() else {
                failed("unreadable reply")
                return nil
            }
            if state.withLockedValue({ $0.breaker.succeeded() }) { logger.info("throttles are shared again") }
            return answer
        } catch {
            if error.kind != .cancelled { failed(error.debugDescription) }
            return nil
        }
    }

    private func failed(_ reason: String) {
        guard state.withLockedValue({ $0.breaker.failed(at: .now) }) else { return }
        logger.warning("throttles are this process' own", metadata: ["reason": "\(reason)"])
    }
}
