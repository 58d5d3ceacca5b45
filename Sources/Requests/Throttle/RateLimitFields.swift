/// What the header fields of draft-ietf-httpapi-ratelimit-headers-10 say about one bucket.
package struct RateLimitFields: Hashable, Sendable {
    /// For `RateLimit-Policy`: `"login";q=10;w=60`, requests in so many seconds.
    package let policy: String
    /// For `RateLimit`: `"login";r=3;t=42`, requests that are left and seconds until there are all of them again; when
    /// none is left, until there is one, the same as in `Retry-After`.
    package let limit: String

    init(_ policy: ThrottlePolicy, _ standing: BucketStanding) {
        let time = standing.remaining > 0 ? standing.reset : standing.wait
        self.policy = "\"\(policy.name)\";q=\(policy.quota);w=\(policy.window.secondsRoundedUp)"
        limit = "\"\(policy.name)\";r=\(standing.remaining);t=\(Duration.microseconds(time).secondsRoundedUp)"
    }
}
