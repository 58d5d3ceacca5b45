extension ReplayBooks {
    mutating func createRefund(_ form: ReplayForm) throws(ReplayProblem) -> JSON {
        try form.allow(only: ["charge", "payment_intent", "amount", "reason", "metadata["])
        let charge: String
        if let id = form["charge"] {
            charge = id
        } else {
            let id = try form.require("payment_intent")
            guard let payment = payments[id] else {
                throw .noSuch("payment_intent", id, param: "payment_intent", status: 400)
            }
            guard payment.status == .succeeded, let latest = payment.latestCharge else {
                throw .invalid("payment_intent", "This PaymentIntent does not have a successful charge to refund.")
            }
            charge = latest
        }
        return try refund(charge, form.integer("amount"), reason: form["reason"], metadata: form.metadata()).json
    }

    /// Gives back part of a charge, or all that is left of it.
    mutating func refund(
        _ id: String, _ amount: Int64?, reason: String? = nil, metadata: [String: String] = [:]
    ) throws(ReplayProblem) -> ReplayRefund {
        guard var charge = charges[id] else { throw .noSuch("charge", id, param: "charge", status: 400) }
        guard charge.isPaid else { throw .invalid("charge", "The charge has failed.", code: "charge_not_refundable") }
        guard !charge.isDisputed else {
            throw .invalid("charge", "The charge has been charged back.", code: "charge_disputed")
        }
        let left = charge.amount - charge.refunded
        guard left > 0 else {
            throw .invalid("charge", "The charge has already been refunded.", code: "charge_already_refunded")
        }
        let amount = amount ?? left
        guard 1...left ~= amount else {
            throw .invalid("amount", "Refund amount is greater than unrefunded amount on charge.")
        }
        let refund = ReplayRefund(
            id: Self.newID("re_"), created: now, amount: amount, currency: charge.currency, charge: id,
            paymentIntent: charge.paymentIntent, reason: reason, metadata: metadata)
        charge.refunded += amount
        charges.put(charge, as: id)
        refunds.put(refund, as: refund.id)
        tell("refund.created", refund.json)
        tell("charge.refunded", charge.json)
        tell("refund.updated", refund.json)
        return refund
    }

    func refund(_ id: String) throws(ReplayProblem) -> JSON {
        guard let refund = refunds[id] else { throw .noSuch("refund", id) }
        return refund.json
    }

    func listRefunds(_ form: ReplayForm) throws(ReplayProblem) -> JSON {
        try form.allow(only: ["limit", "starting_after", "payment_intent", "charge"])
        let chosen = refunds.newestFirst.filter {
            (form["payment_intent"] == nil || $0.paymentIntent == form["payment_intent"])
                && (form["charge"] == nil || $0.charge == form["charge"])
        }
        return try Self.list(chosen.map { ($0.id, $0.json) }, at: "/v1/refunds", form)
    }
}
