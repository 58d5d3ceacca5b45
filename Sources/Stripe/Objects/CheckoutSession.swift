package import Foundation

/// A page to pay on, and what became of it.
package struct CheckoutSession: Sendable, Hashable {
    package typealias ID = StripeID<CheckoutSession>

    /// Whether the page can be used.
    package struct Status: StripeWord {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// Nobody has paid, and somebody still can.
        package static let open = Self(rawValue: "open")
        /// The customer is through; the money may still be on its way.
        package static let complete = Self(rawValue: "complete")
        /// Nobody can pay any more.
        package static let expired = Self(rawValue: "expired")
    }

    /// Whether the money is there.
    package struct PaymentStatus: StripeWord {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let paid = Self(rawValue: "paid")
        package static let unpaid = Self(rawValue: "unpaid")
        /// Nothing was to be paid.
        package static let notRequired = Self(rawValue: "no_payment_required")
    }

    package let id: ID
    package let status: Status?
    package let paymentStatus: PaymentStatus
    /// What is to be paid in all; `nil` where the page is not for a payment.
    package let total: StripeAmount?
    /// What we call it.
    package let clientReferenceID: String?
    package let metadata: [String: String]
    /// The payment behind it, once the customer is through.
    package let paymentIntent: PaymentIntent.ID?
    /// Where the customer pays; `nil` once they cannot.
    package let url: String?
    package let created: Date
    package let expires: Date?
    package let isLive: Bool
}

extension CheckoutSession: Decodable {
    private enum Keys: String, CodingKey {
        case id, status, currency, metadata, url, created, livemode
        case paymentStatus = "payment_status"
        case amountTotal = "amount_total"
        case clientReferenceID = "client_reference_id"
        case paymentIntent = "payment_intent"
        case expiresAt = "expires_at"
    }

    package init(from decoder: any Decoder) throws {
        let members = try ObjectContainer(decoder, of: "checkout.session", keyedBy: Keys.self)
        id = try members.get(.id)
        status = try members.find(.status)
        paymentStatus = try members.get(.paymentStatus)
        let amount: Int64? = try members.find(.amountTotal)
        let currency: StripeCurrency? = try members.find(.currency)
        total = if let amount, let currency { StripeAmount(minor: amount, currency: currency) } else { nil }
        clientReferenceID = try members.find(.clientReferenceID)
        metadata = try members.metadata(.metadata)
        paymentIntent = try members.find(.paymentIntent)
        url = try members.find(.url)
        created = try members.get(.created)
        expires = try members.find(.expiresAt)
        isLive = try members.get(.livemode)
    }
}
