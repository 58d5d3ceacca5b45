/// Why a webhook is not believed. To its sender all of them are the same 400.
package enum StripeWebhookError: Error, Hashable {
    /// The payload is longer than ``StripeWebhook/longestPayload``.
    case payloadTooLong
    /// The header is not what Stripe writes.
    case malformedHeader
    /// The header has no signature of scheme `v1`.
    case unsigned
    /// No signature is one of ours over this payload and this time.
    case wrongSignature
    /// Signed well, more than ``StripeWebhook/tolerance`` ago: it may be a repetition.
    case tooOld
    /// Signed well, for a time more than ``StripeWebhook/tolerance`` ahead.
    case fromTheFuture
    /// Signed well, and then no event that can be read.
    case malformedEvent
}

extension StripeWebhookError: CustomStringConvertible {
    /// One sentence for logs; holds nothing of the payload or the header.
    package var description: String {
        switch self {
        case .payloadTooLong: "The webhook's payload is too long."
        case .malformedHeader: "The webhook's signature header cannot be read."
        case .unsigned: "The webhook has no signature of a scheme that counts."
        case .wrongSignature: "The webhook's signature is wrong."
        case .tooOld: "The webhook was signed too long ago."
        case .fromTheFuture: "The webhook was signed for a time to come."
        case .malformedEvent: "The webhook holds no event that can be read."
        }
    }
}
