package import Domain

/// Too many requests. Nothing was done and nothing was charged; the same request will be served after the wait.
package struct RateLimited: Failure, Hashable {
    /// The policy that asks for the longest wait.
    package let policy: ThrottlePolicy
    /// Whole seconds, at least one: who waits them does not come too early.
    package let retryAfter: Duration
    /// What the answer is to say besides `Retry-After`.
    package let fields: RateLimitFields

    init(policy: ThrottlePolicy, _ standing: BucketStanding) {
        self.policy = policy
        retryAfter = .seconds(max(1, Duration.microseconds(standing.wait).secondsRoundedUp))
        fields = RateLimitFields(policy, standing)
    }

    /// What may be said about it; not whose requests they were.
    package var explanation: Explanation {
        let seconds = retryAfter.components.seconds
        return Explanation(
            .rateLimited, "rate_limited",
            "Too many requests. Try again in \(seconds) second\(seconds == 1 ? "" : "s").", retryAfter: retryAfter)
    }
}
