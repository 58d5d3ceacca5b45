package import Foundation

/// Money that goes back to the customer.
package struct Refund: Sendable, Hashable {
    package typealias ID = StripeID<Refund>

    /// How far it has come.
    package struct Status: StripeWord {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let pending = Self(rawValue: "pending")
        package static let requiresAction = Self(rawValue: "requires_action")
        package static let succeeded = Self(rawValue: "succeeded")
        /// The money came back to us.
        package static let failed = Self(rawValue: "failed")
        package static let canceled = Self(rawValue: "canceled")
    }

    package let id: ID
    package let amount: StripeAmount
    package let status: Status?
    package let charge: Charge.ID?
    package let paymentIntent: PaymentIntent.ID?
    package let reason: String?
    package let metadata: [String: String]
    package let created: Date
}

extension Refund: Decodable {
    private enum Keys: String, CodingKey {
        case id, amount, currency, status, charge, reason, metadata, created
        case paymentIntent = "payment_intent"
    }

    package init(from decoder: any Decoder) throws {
        let members = try ObjectContainer(decoder, of: "refund", keyedBy: Keys.self)
        id = try members.get(.id)
        amount = try members.amount(.amount, in: .currency)
        status = try members.find(.status)
        charge = try members.find(.charge)
        paymentIntent = try members.find(.paymentIntent)
        reason = try members.find(.reason)
        metadata = try members.metadata(.metadata)
        created = try members.get(.created)
    }
}
