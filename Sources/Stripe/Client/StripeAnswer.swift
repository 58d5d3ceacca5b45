import NIOCore

/// What came back for one attempt, whole.
struct StripeAnswer: Sendable {
    let status: Int
    /// `Stripe-Should-Retry`, where Stripe says it.
    let shouldRetry: Bool?
    /// `Retry-After`, when it is a whole number of seconds up to a day.
    let retryAfter: Duration?
    /// `Request-Id`, by which Stripe's support finds the call.
    let requestID: String?
    let body: ByteBuffer

    var isSuccess: Bool { 200..<300 ~= status }
}
