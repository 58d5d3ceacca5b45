/// Why a call to Stripe brought nothing.
///
/// Codes are Stripe's own words for programs (`card_declined`, `amount_too_small`), cut to 80 characters of letters,
/// digits, `_`, `.`, `[` and `]`. Nothing else of an answer is in here, and neither is the key.
package enum StripeError: Error, Hashable {
    /// No answer in time, or not the whole of it. The call may have taken effect: repeat it under the same key.
    case unreachable
    /// Too many calls. `retryAfter` is how long Stripe wants to hear nothing, when it says so.
    case rateLimited(retryAfter: Duration?)
    /// The payment was refused, `card_declined` and the like; `declineCode` is the bank's reason, when it gave one.
    case declined(code: String?, declineCode: String?)
    /// Stripe does not take the parameters. `param` is the first it does not like.
    case invalidRequest(param: String?, code: String?)
    /// The idempotency key was used before, with other parameters.
    case idempotencyMismatch
    /// The key is wrong, revoked, or may not do this.
    case authentication
    /// There is no such object in this account and this mode.
    case notFound
    /// Any other refusal: 409 while the same call is being carried out, 5xx for trouble of Stripe's own.
    case api(status: Int)
    /// A success that cannot be read, or one past 1 MiB. A call that changes something has taken effect.
    case malformedAnswer

    /// Whether the same call may go better later.
    package var isTransient: Bool {
        switch self {
        case .unreachable, .rateLimited, .malformedAnswer: true
        case .api(let status): status == 409 || status >= 500
        case .declined, .invalidRequest, .idempotencyMismatch, .authentication, .notFound: false
        }
    }
}

extension StripeError: CustomStringConvertible {
    /// One sentence; may be shown to anybody.
    package var description: String {
        switch self {
        case .unreachable: "Stripe did not answer in time."
        case .rateLimited: "Stripe takes no more calls for the moment."
        case .declined(let code, let declineCode):
            "The payment was declined (\(declineCode ?? code ?? "no reason given"))."
        case .invalidRequest(let param, let code):
            "Stripe does not take the request (\([param, code].compactMap(\.self).joined(separator: ", ")))."
        case .idempotencyMismatch: "The idempotency key was used for another call."
        case .authentication: "Stripe does not accept the account's key for this."
        case .notFound: "Stripe knows no such object."
        case .api(let status): "Stripe answered with status \(status)."
        case .malformedAnswer: "Stripe's answer cannot be read."
        }
    }
}
