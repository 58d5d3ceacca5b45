import Foundation

extension StripeClient {
    /// Makes a page on which one thing can be paid for, once.
    ///
    /// Under the same key and with the same order, `expiresAt` included, it is always the same page, also after it was
    /// paid or has expired; what is returned then is the page as it was when it was made.
    ///
    /// - Throws: ``StripeError``; `.idempotencyMismatch` for the same key with another order.
    package func createCheckout(_ order: CheckoutOrder, key: StripeIdempotencyKey) async throws -> CheckoutSession {
        try await transport.send(.post("/v1/checkout/sessions", order.form, key: key), for: CheckoutSession.self)
    }

    /// The page as it stands; ``CheckoutSession/paymentStatus`` says whether the money is there.
    ///
    /// - Throws: ``StripeError``.
    package func checkout(_ id: CheckoutSession.ID) async throws -> CheckoutSession {
        try await transport.send(.get("/v1/checkout/sessions/\(id)"), for: CheckoutSession.self)
    }

    /// Closes an open page: nobody can pay on it any more.
    ///
    /// - Throws: ``StripeError``; `.invalidRequest` when it is not open, because it was paid or has expired.
    package func expireCheckout(
        _ id: CheckoutSession.ID, key: StripeIdempotencyKey
    ) async throws -> CheckoutSession {
        try await transport.send(
            .post("/v1/checkout/sessions/\(id)/expire", key: key), for: CheckoutSession.self)
    }
}
