extension StripeClient {
    /// Begins a payment without a page; see ``PaymentOrder``.
    ///
    /// - Throws: ``StripeError``; `.declined` when it is confirmed in the same call and refused.
    package func createPayment(_ order: PaymentOrder, key: StripeIdempotencyKey) async throws -> PaymentIntent {
        try await transport.send(.post("/v1/payment_intents", order.form, key: key), for: PaymentIntent.self)
    }

    /// The payment as it stands.
    ///
    /// - Throws: ``StripeError``.
    package func payment(_ id: PaymentIntent.ID) async throws -> PaymentIntent {
        try await transport.send(.get("/v1/payment_intents/\(id)"), for: PaymentIntent.self)
    }

    /// Takes the money with the payment method that the payment has.
    ///
    /// - Throws: ``StripeError``; `.declined` when it is refused, `.invalidRequest` when there is nothing to confirm.
    package func confirmPayment(_ id: PaymentIntent.ID, key: StripeIdempotencyKey) async throws -> PaymentIntent {
        try await transport.send(.post("/v1/payment_intents/\(id)/confirm", key: key), for: PaymentIntent.self)
    }

    /// The charge that a payment's money came with.
    ///
    /// - Throws: ``StripeError``.
    package func charge(_ id: Charge.ID) async throws -> Charge {
        try await transport.send(.get("/v1/charges/\(id)"), for: Charge.self)
    }

    /// The dispute as it stands.
    ///
    /// - Throws: ``StripeError``.
    package func dispute(_ id: Dispute.ID) async throws -> Dispute {
        try await transport.send(.get("/v1/disputes/\(id)"), for: Dispute.self)
    }

    /// A payment's disputes, newest first; a hundred at most, where there is hardly ever more than one.
    ///
    /// - Throws: ``StripeError``.
    package func disputes(of payment: PaymentIntent.ID) async throws -> StripeList<Dispute> {
        var form = Form()
        form.add("payment_intent", value: payment.text)
        form.add("limit", value: 100)
        return try await transport.send(.get("/v1/disputes", form), for: StripeList<Dispute>.self)
    }

    /// An event of the last thirty days, as its webhook said it.
    ///
    /// - Throws: ``StripeError``.
    package func event(_ id: StripeEvent.ID) async throws -> StripeEvent {
        try await transport.send(.get("/v1/events/\(id)"), for: StripeEvent.self)
    }
}
