/// A page to pay on.
struct ReplaySession: Sendable {
    enum Status: String { case open, complete, expired }

    /// Whether its money has come.
    enum Payment: String { case unpaid, paid }

    let id: String
    let created: Int64
    let expires: Int64
    let amount: Int64
    let currency: String
    let productName: String
    let successURL: String
    let cancelURL: String?
    let clientReferenceID: String?
    let metadata: [String: String]
    let paymentMetadata: [String: String]
    let url: String
    var status = Status.open
    var payment = Payment.unpaid
    var paymentIntent: String?

    var json: JSON {
        [
            "id": .text(id), "object": "checkout.session", "livemode": false, "mode": "payment",
            "created": .number(created), "expires_at": .number(expires), "amount_subtotal": .number(amount),
            "amount_total": .number(amount), "currency": .text(currency), "success_url": .text(successURL),
            "cancel_url": JSON(cancelURL), "client_reference_id": JSON(clientReferenceID),
            "metadata": JSON(metadata), "status": .text(status.rawValue), "payment_status": .text(payment.rawValue),
            "payment_intent": JSON(paymentIntent), "url": status == .open ? .text(url) : .null, "customer": nil,
            "customer_email": nil, "payment_method_types": ["card"], "ui_mode": "hosted_page",
        ]
    }
}

/// A payment.
struct ReplayPayment: Sendable {
    enum Status: String {
        case needsMethod = "requires_payment_method"
        case needsConfirmation = "requires_confirmation"
        case processing, succeeded
    }

    let id: String
    let created: Int64
    let amount: Int64
    let currency: String
    let metadata: [String: String]
    var status: Status
    var paymentMethod: String?
    var latestCharge: String?
    /// The bank's reason for the last refusal.
    var declineCode: String?

    var json: JSON {
        [
            "id": .text(id), "object": "payment_intent", "livemode": false, "created": .number(created),
            "amount": .number(amount), "amount_received": .number(status == .succeeded ? amount : 0),
            "currency": .text(currency), "metadata": JSON(metadata), "status": .text(status.rawValue),
            "payment_method": JSON(paymentMethod), "latest_charge": JSON(latestCharge),
            "client_secret": .text(id + "_secret_replay"), "payment_method_types": ["card"],
            "last_payment_error": declineCode.map {
                [
                    "type": "card_error", "code": "card_declined", "decline_code": .text($0),
                    "message": "Your card was declined.",
                ]
            } ?? nil,
        ]
    }
}

/// Money that was taken, or not.
struct ReplayCharge: Sendable {
    let id: String
    let created: Int64
    let amount: Int64
    let currency: String
    let metadata: [String: String]
    let paymentIntent: String
    let failureCode: String?
    var refunded: Int64 = 0
    var isDisputed = false

    var isPaid: Bool { failureCode == nil }

    var json: JSON {
        [
            "id": .text(id), "object": "charge", "livemode": false, "created": .number(created),
            "amount": .number(amount), "amount_captured": .number(isPaid ? amount : 0),
            "amount_refunded": .number(refunded), "currency": .text(currency), "metadata": JSON(metadata),
            "payment_intent": .text(paymentIntent), "paid": .bool(isPaid), "captured": .bool(isPaid),
            "status": isPaid ? "succeeded" : "failed", "failure_code": JSON(failureCode),
            "refunded": .bool(refunded == amount), "disputed": .bool(isDisputed),
        ]
    }
}

/// Money that went back.
struct ReplayRefund: Sendable {
    let id: String
    let created: Int64
    let amount: Int64
    let currency: String
    let charge: String
    let paymentIntent: String
    let reason: String?
    let metadata: [String: String]

    var json: JSON {
        [
            "id": .text(id), "object": "refund", "created": .number(created), "amount": .number(amount),
            "currency": .text(currency), "charge": .text(charge), "payment_intent": .text(paymentIntent),
            "reason": JSON(reason), "metadata": JSON(metadata), "status": "succeeded",
        ]
    }
}

/// Money that a customer wants back from their bank.
struct ReplayDispute: Sendable {
    let id: String
    let created: Int64
    let amount: Int64
    let currency: String
    let charge: String
    let paymentIntent: String
    var status = "needs_response"

    var json: JSON {
        [
            "id": .text(id), "object": "dispute", "livemode": false, "created": .number(created),
            "amount": .number(amount), "currency": .text(currency), "charge": .text(charge),
            "payment_intent": .text(paymentIntent), "reason": "fraudulent", "status": .text(status), "metadata": [:],
            "is_charge_refundable": false,
        ]
    }
}

/// Something that happened, with the object as it was then.
struct ReplayEvent: Sendable {
    let id: String
    let type: String
    let created: Int64
    let object: JSON

    var json: JSON {
        [
            "id": .text(id), "object": "event", "api_version": .text(ReplayBooks.apiVersion),
            "created": .number(created), "data": ["object": object], "livemode": false, "pending_webhooks": 1,
            "request": ["id": nil, "idempotency_key": nil], "type": .text(type),
        ]
    }
}
