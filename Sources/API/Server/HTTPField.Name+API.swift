package import HTTPTypes

extension HTTPField.Name {
    /// Names a request in its answer and in the log.
    package static let requestID = known("X-Request-Id")
    /// Makes a request that is sent twice happen once.
    package static let idempotencyKey = known("Idempotency-Key")
    /// Says that an answer was given before.
    package static let idempotencyReplayed = known("Idempotency-Replayed")
    /// What a proxy says about whom it speaks for.
    package static let forwardedFor = known("X-Forwarded-For")
    /// What is left of a quota.
    package static let rateLimit = known("RateLimit")
    /// The quota that counts.
    package static let rateLimitPolicy = known("RateLimit-Policy")
    /// The last event an `EventSource` has seen.
    package static let lastEventID = known("Last-Event-ID")
    /// Tells proxies not to hold events back.
    package static let accelBuffering = known("X-Accel-Buffering")
    /// The host; the server takes the first one away, so that only further ones are found under this name.
    package static let furtherHost = known("Host")

    /// What proves that a webhook is Stripe's.
    package static let stripeSignature = known("Stripe-Signature")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("these names are tokens") }
        return name
    }
}
