extension ReplayBooks {
    /// The documented test cards, and why a bank refuses those it refuses.
    private static let cards: [String: String?] = [
        "pm_card_visa": nil, "pm_card_mastercard": nil, "pm_card_visa_chargeDeclined": "generic_decline",
        "pm_card_chargeDeclined": "generic_decline", "pm_card_chargeCustomerFail": "generic_decline",
        "pm_card_visa_chargeDeclinedInsufficientFunds": "insufficient_funds",
        "pm_card_visa_chargeDeclinedLostCard": "lost_card",
    ]

    mutating func createPayment(_ form: ReplayForm) throws(ReplayProblem) -> JSON {
        try form.allow(only: [
            "amount", "currency", "payment_method", "confirm", "return_url", "metadata[",
        ])
        guard let amount = try form.integer("amount") else { throw .missing("amount") }
        let method = form["payment_method"]
        if let method, Self.cards[method] == nil {
            throw .noSuch("PaymentMethod", method, param: "payment_method", status: 400)
        }
        let payment = ReplayPayment(
            id: Self.newID("pi_"), created: now, amount: try Self.amount(amount, param: "amount"),
            currency: try form.currency("currency"), metadata: try form.metadata(),
            status: method == nil ? .needsMethod : .needsConfirmation, paymentMethod: method)
        payments.put(payment, as: payment.id)
        tell("payment_intent.created", payment.json)
        return form["confirm"] == "true" ? try confirmPayment(payment.id) : payment.json
    }

    mutating func confirmPayment(_ id: String) throws(ReplayProblem) -> JSON {
        guard let payment = payments[id] else { throw .noSuch("payment_intent", id) }
        guard payment.status == .needsConfirmation, let method = payment.paymentMethod else {
            throw ReplayProblem(
                code: "payment_intent_unexpected_state",
                message: "This PaymentIntent could not be confirmed: its status is \(payment.status.rawValue).")
        }
        if let reason = Self.cards[method] ?? nil {
            fail(payment, declineCode: reason)
            throw .declined(reason)
        }
        return succeed(payment).json
    }

    func payment(_ id: String) throws(ReplayProblem) -> JSON {
        guard let payment = payments[id] else { throw .noSuch("payment_intent", id) }
        return payment.json
    }

    func listPayments(_ form: ReplayForm) throws(ReplayProblem) -> JSON {
        try form.allow(only: ["limit", "starting_after"])
        return try Self.list(payments.newestFirst.map { ($0.id, $0.json) }, at: "/v1/payment_intents", form)
    }

    func charge(_ id: String) throws(ReplayProblem) -> JSON {
        guard let charge = charges[id] else { throw .noSuch("charge", id) }
        return charge.json
    }

    func listCharges(_ form: ReplayForm) throws(ReplayProblem) -> JSON {
        try form.allow(only: ["limit", "starting_after", "payment_intent"])
        let chosen = charges.newestFirst.filter {
            form["payment_intent"] == nil || $0.paymentIntent == form["payment_intent"]
        }
        return try Self.list(chosen.map { ($0.id, $0.json) }, at: "/v1/charges", form)
    }

    /// The money is taken.
    mutating func succeed(_ payment: ReplayPayment) -> ReplayPayment {
        var payment = payment
        let charge = charge(for: payment, failureCode: nil)
        payment.status = .succeeded
        payment.latestCharge = charge.id
        payment.declineCode = nil
        payments.put(payment, as: payment.id)
        tell("charge.succeeded", charge.json)
        tell("payment_intent.succeeded", payment.json)
        return payment
    }

    /// The money is refused.
    mutating func fail(_ payment: ReplayPayment, declineCode: String) {
        var payment = payment
        let charge = charge(for: payment, failureCode: "card_declined")
        payment.status = .needsMethod
        payment.latestCharge = charge.id
        payment.declineCode = declineCode
        payment.paymentMethod = nil
        payments.put(payment, as: payment.id)
        tell("charge.failed", charge.json)
        tell("payment_intent.payment_failed", payment.json)
    }

    private mutating func charge(for payment: ReplayPayment, failureCode: String?) -> ReplayCharge {
        let charge = ReplayCharge(
            id: Self.newID("ch_"), created: now, amount: payment.amount, currency: payment.currency,
            metadata: payment.metadata, paymentIntent: payment.id, failureCode: failureCode)
        charges.put(charge, as: charge.id)
        return charge
    }
}
