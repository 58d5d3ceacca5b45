package import Foundation

/// One payment, from the wish to the money.
package struct PaymentIntent: Sendable, Hashable {
    package typealias ID = StripeID<PaymentIntent>

    /// What it waits for.
    package struct Status: StripeWord {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let requiresPaymentMethod = Self(rawValue: "requires_payment_method")
        package static let requiresConfirmation = Self(rawValue: "requires_confirmation")
        package static let requiresAction = Self(rawValue: "requires_action")
        package static let requiresCapture = Self(rawValue: "requires_capture")
        package static let processing = Self(rawValue: "processing")
        package static let canceled = Self(rawValue: "canceled")
        package static let succeeded = Self(rawValue: "succeeded")
    }

    package let id: ID
    package let amount: StripeAmount
    package let status: Status
    /// The last charge that was tried for it.
    package let latestCharge: Charge.ID?
    package let metadata: [String: String]
    /// Why the last try failed, in Stripe's word for it.
    package let lastErrorCode: String?
    package let created: Date
    package let isLive: Bool
}

extension PaymentIntent: Decodable {
    private enum Keys: String, CodingKey {
        case id, amount, currency, status, metadata, created, livemode
        case latestCharge = "latest_charge"
        case lastPaymentError = "last_payment_error"
    }

    private struct LastError: Decodable { let code: String? }

    package init(from decoder: any Decoder) throws {
        let members = try ObjectContainer(decoder, of: "payment_intent", keyedBy: Keys.self)
        id = try members.get(.id)
        amount = try members.amount(.amount, in: .currency)
        status = try members.get(.status)
        latestCharge = try members.find(.latestCharge)
        metadata = try members.metadata(.metadata)
        lastErrorCode = try members.find(.lastPaymentError, as: LastError.self)?.code
        created = try members.get(.created)
        isLive = try members.get(.livemode)
    }
}
