extension ReplayBooks {
    /// A customer wants a charge back from their bank, and the bank takes it from the shop.
    mutating func dispute(_ id: String) throws(ReplayProblem) -> ReplayDispute {
        guard var charge = charges[id] else { throw .noSuch("charge", id) }
        guard charge.isPaid, !charge.isDisputed, charge.refunded < charge.amount else {
            throw ReplayProblem(message: "The charge cannot be disputed.")
        }
        let dispute = ReplayDispute(
            id: Self.newID("dp_"), created: now, amount: charge.amount - charge.refunded, currency: charge.currency,
            charge: id, paymentIntent: charge.paymentIntent)
        charge.isDisputed = true
        charges.put(charge, as: id)
        disputes.put(dispute, as: dispute.id)
        tell("charge.dispute.created", dispute.json)
        tell("charge.dispute.funds_withdrawn", dispute.json)
        return dispute
    }

    /// The banks have decided.
    mutating func closeDispute(_ id: String, won: Bool) throws(ReplayProblem) -> ReplayDispute {
        guard var dispute = disputes[id] else { throw .noSuch("dispute", id) }
        guard dispute.status == "needs_response" else { throw ReplayProblem(message: "The dispute is closed.") }
        dispute.status = won ? "won" : "lost"
        disputes.put(dispute, as: id)
        if won { tell("charge.dispute.funds_reinstated", dispute.json) }
        tell("charge.dispute.closed", dispute.json)
        return dispute
    }

    func retrieveDispute(_ id: String) throws(ReplayProblem) -> JSON {
        guard let dispute = disputes[id] else { throw .noSuch("dispute", id) }
        return dispute.json
    }

    func listDisputes(_ form: ReplayForm) throws(ReplayProblem) -> JSON {
        try form.allow(only: ["limit", "starting_after", "payment_intent", "charge"])
        let chosen = disputes.newestFirst.filter {
            (form["payment_intent"] == nil || $0.paymentIntent == form["payment_intent"])
                && (form["charge"] == nil || $0.charge == form["charge"])
        }
        return try Self.list(chosen.map { ($0.id, $0.json) }, at: "/v1/disputes", form)
    }
}
