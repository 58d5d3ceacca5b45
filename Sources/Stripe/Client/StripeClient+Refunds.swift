extension StripeClient {
    /// Gives money back, wholly or in part.
    ///
    /// - Throws: ``StripeError``; `.invalidRequest` when more is given back than was paid.
    package func createRefund(_ order: RefundOrder, key: StripeIdempotencyKey) async throws -> Refund {
        try await transport.send(.post("/v1/refunds", order.form, key: key), for: Refund.self)
    }

    /// The refund as it stands.
    ///
    /// - Throws: ``StripeError``.
    package func refund(_ id: Refund.ID) async throws -> Refund {
        try await transport.send(.get("/v1/refunds/\(id)"), for: Refund.self)
    }

    /// A payment's refunds, newest first.
    ///
    /// - Parameters:
    ///   - last: the last of the page before.
    ///   - limit: 1 to 100.
    /// - Throws: ``StripeError``.
    package func refunds(
        of payment: PaymentIntent.ID, after last: Refund.ID? = nil, limit: Int = 10
    ) async throws -> StripeList<Refund> {
        var form = Form()
        form.add("payment_intent", value: payment.text)
        form.add("limit", value: Int64(limit))
        form.add("starting_after", value: last?.text)
        return try await transport.send(.get("/v1/refunds", form), for: StripeList<Refund>.self)
    }
}
