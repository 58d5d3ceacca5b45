import Foundation

extension ReplayBooks {
    private static let sessionParameters: Set<String> = [
        "mode", "success_url", "cancel_url", "client_reference_id", "expires_at", "line_items[0][quantity]",
        "line_items[0][price_data][currency]", "line_items[0][price_data][unit_amount]",
        "line_items[0][price_data][product_data][name]", "metadata[", "payment_intent_data[metadata][",
    ]
    private static let amounts: ClosedRange<Int64> = 50...99_999_999

    mutating func createSession(_ form: ReplayForm) throws(ReplayProblem) -> JSON {
        try form.allow(only: Self.sessionParameters)
        guard try form.require("mode") == "payment" else { throw .invalid("mode", "Only payments are replayed.") }
        let price = "line_items[0][price_data]"
        let currency = try form.currency("\(price)[currency]")
        let quantity = try form.integer("line_items[0][quantity]") ?? 1
        guard let unit = try form.integer("\(price)[unit_amount]") else { throw .missing("\(price)[unit_amount]") }
        guard 1...1000 ~= quantity, 0...Self.amounts.upperBound ~= unit else {
            throw .invalid("\(price)[unit_amount]", "The amount cannot be charged.", code: "amount_too_large")
        }
        let amount = try Self.amount(unit * quantity, param: "\(price)[unit_amount]")
        let expires = try form.integer("expires_at") ?? now + 86_400
        guard now + 1800...now + 86_400 ~= expires else {
            throw .invalid("expires_at", "The timestamp must be between 30 minutes and 24 hours from now.")
        }
        let reference = form["client_reference_id"]
        guard reference?.count ?? 0 <= 200 else { throw .invalid("client_reference_id", "200 characters at most.") }
        let id = Self.newID("cs_test_")
        let session = ReplaySession(
            id: id, created: now, expires: expires, amount: amount, currency: currency,
            productName: try form.require("\(price)[product_data][name]"),
            successURL: try Self.url(form.require("success_url"), param: "success_url"),
            cancelURL: try form["cancel_url"].map { url throws(ReplayProblem) in
                try Self.url(url, param: "cancel_url")
            }, clientReferenceID: reference, metadata: try form.metadata(),
            paymentMetadata: try form.metadata("payment_intent_data[metadata]"), url: "\(baseURL)/c/pay/\(id)")
        sessions.put(session, as: id)
        return session.json
    }

    mutating func retrieveSession(_ id: String) throws(ReplayProblem) -> JSON { try session(id).json }

    /// Ends an open page, as its shop may.
    mutating func expireSession(_ id: String) throws(ReplayProblem) -> JSON {
        var session = try openSession(id)
        end(&session)
        return session.json
    }

    /// The page as it stands now; its time may just have run out.
    mutating func session(_ id: String) throws(ReplayProblem) -> ReplaySession {
        guard var session = sessions[id] else { throw .noSuch("checkout.session", id) }
        if session.status == .open, session.expires <= now { end(&session) }
        return session
    }

    /// - Throws: ``ReplayProblem`` unless somebody can pay on it.
    mutating func openSession(_ id: String) throws(ReplayProblem) -> ReplaySession {
        let session = try session(id)
        guard session.status == .open else {
            throw ReplayProblem(
                message:
                    "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a "
                    + "status of \"\(session.status)\".")
        }
        return session
    }

    private mutating func end(_ session: inout ReplaySession) {
        session.status = .expired
        sessions.put(session, as: session.id)
        tell("checkout.session.expired", session.json)
    }

    static func amount(_ amount: Int64, param: String) throws(ReplayProblem) -> Int64 {
        guard amount >= amounts.lowerBound else {
            throw .invalid(param, "The amount must convert to at least 50 cents.", code: "amount_too_small")
        }
        guard amount <= amounts.upperBound else {
            throw .invalid(param, "The amount must be no more than 999,999.99.", code: "amount_too_large")
        }
        return amount
    }

    private static func url(_ text: String, param: String) throws(ReplayProblem) -> String {
        let plain = text.replacing("{CHECKOUT_SESSION_ID}", with: "id")
        guard let parts = URLComponents(string: plain), ["http", "https"].contains(parts.scheme), parts.host != nil
        else {
            throw .invalid(param, "Not a valid URL", code: "url_invalid")
        }
        return text
    }
}
