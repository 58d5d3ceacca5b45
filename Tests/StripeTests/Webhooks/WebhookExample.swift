import Foundation
import Stripe

/// A webhook as it is when nothing is wrong, for tests that make one thing wrong.
enum WebhookExample {
    static let secret = "whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH"
    static let otherSecret = "whsec_0000000000000000000000000000other"
    static let now = Date(timeIntervalSince1970: 1_767_225_600)
    static let payload = Array(
        #"{"id":"evt_1","object":"event","type":"ping","created":1767225600,"livemode":true,"data":{"object":{}}}"#.utf8
    )

    /// Signs a payload as Stripe would.
    static func header(
        over payload: [UInt8] = payload, secret: String = secret, at time: Date = now
    ) throws -> String {
        try StripeWebhook(secrets: [secret]).sign(payload, at: time)
    }

    /// Believes it, or does not.
    @discardableResult
    static func verify(
        _ header: String, _ payload: [UInt8] = payload, at time: Date = now, secrets: [String] = [secret]
    ) throws -> StripeEvent {
        try StripeWebhook(secrets: secrets).verify(payload: payload, header: header, now: time)
    }

    /// Only the signature of a header with a time: `v1=…`.
    static func signature(_ header: String) -> Substring { header.drop { $0 != "v" } }
}
