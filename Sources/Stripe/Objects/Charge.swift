package import Foundation

/// Money that was taken, and how much of it was given back.
package struct Charge: Sendable, Hashable {
    package typealias ID = StripeID<Charge>

    /// How the taking went.
    package struct Status: StripeWord {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let succeeded = Self(rawValue: "succeeded")
        package static let pending = Self(rawValue: "pending")
        package static let failed = Self(rawValue: "failed")
    }

    package let id: ID
    package let amount: StripeAmount
    /// The sum of its refunds, in the same currency.
    package let refunded: StripeAmount
    package let status: Status
    package let isPaid: Bool
    /// Whether all of it was given back.
    package let isRefunded: Bool
    /// Whether the customer has asked their bank for the money; `false` where it is not said.
    package let isDisputed: Bool
    package let paymentIntent: PaymentIntent.ID?
    /// That of the payment at the time.
    package let metadata: [String: String]
    package let failureCode: String?
    package let created: Date
    package let isLive: Bool
}

extension Charge: Decodable {
    private enum Keys: String, CodingKey {
        case id, amount, currency, status, paid, refunded, disputed, metadata, created, livemode
        case amountRefunded = "amount_refunded"
        case paymentIntent = "payment_intent"
        case failureCode = "failure_code"
    }

    package init(from decoder: any Decoder) throws {
        let members = try ObjectContainer(decoder, of: "charge", keyedBy: Keys.self)
        id = try members.get(.id)
        amount = try members.amount(.amount, in: .currency)
        refunded = try members.amount(.amountRefunded, in: .currency)
        status = try members.get(.status)
        isPaid = try members.get(.paid)
        isRefunded = try members.get(.refunded)
        isDisputed = try members.find(.disputed) ?? false
        paymentIntent = try members.find(.paymentIntent)
        metadata = try members.metadata(.metadata)
        failureCode = try members.find(.failureCode)
        created = try members.get(.created)
        isLive = try members.get(.livemode)
    }
}
