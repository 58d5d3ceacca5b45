package import Foundation

/// A customer who asks their bank for the money back.
package struct Dispute: Sendable, Hashable {
    package typealias ID = StripeID<Dispute>

    /// Where it stands between the banks.
    package struct Status: StripeWord {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let warningNeedsResponse = Self(rawValue: "warning_needs_response")
        package static let warningUnderReview = Self(rawValue: "warning_under_review")
        package static let warningClosed = Self(rawValue: "warning_closed")
        package static let needsResponse = Self(rawValue: "needs_response")
        package static let underReview = Self(rawValue: "under_review")
        /// The money stays ours.
        package static let won = Self(rawValue: "won")
        /// The money is the customer's.
        package static let lost = Self(rawValue: "lost")
    }

    package let id: ID
    package let amount: StripeAmount
    package let status: Status
    package let reason: String
    package let charge: Charge.ID
    package let paymentIntent: PaymentIntent.ID?
    package let metadata: [String: String]
    package let created: Date
    package let isLive: Bool
}

extension Dispute: Decodable {
    private enum Keys: String, CodingKey {
        case id, amount, currency, status, reason, charge, metadata, created, livemode
        case paymentIntent = "payment_intent"
    }

    package init(from decoder: any Decoder) throws {
        let members = try ObjectContainer(decoder, of: "dispute", keyedBy: Keys.self)
        id = try members.get(.id)
        amount = try members.amount(.amount, in: .currency)
        status = try members.get(.status)
        reason = try members.get(.reason)
        charge = try members.get(.charge)
        paymentIntent = try members.find(.paymentIntent)
        metadata = try members.metadata(.metadata)
        created = try members.get(.created)
        isLive = try members.get(.livemode)
    }
}
