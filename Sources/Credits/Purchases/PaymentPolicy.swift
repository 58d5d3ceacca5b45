package import Domain

/// Which ways of paying are open to whom.
package struct PaymentPolicy: Sendable {
    /// Whether agencies may say themselves that they have paid; operators always may.
    package let allowsManual: Bool
    /// Whether there is an account with Stripe.
    package let hasStripe: Bool

    package init(allowsManual: Bool, hasStripe: Bool) {
        self.allowsManual = allowsManual
        self.hasStripe = hasStripe
    }

    /// - Throws: ``PaymentError/manualNotAllowed``, ``PaymentError/stripeNotConfigured``.
    func require(_ method: PaymentMethod, operator isOperator: Bool) throws(PaymentError) {
        switch method {
        case .manual: guard allowsManual || isOperator else { throw .manualNotAllowed }
        case .stripe: guard hasStripe else { throw .stripeNotConfigured }
        }
    }
}

/// Why a purchase cannot be paid.
package enum PaymentError: Failure, Equatable {
    /// Only operators confirm payments that no provider has seen.
    case manualNotAllowed
    case stripeNotConfigured
    /// The provider does not answer, or has trouble of its own.
    case providerUnavailable
    /// The provider refused the payment for good, in its own word for it.
    case refused(code: String)
    /// The page to pay on was left until its time was over.
    case checkoutExpired
    /// The customer has not paid yet.
    case unpaid
    /// Something was told of the payment while it was being booked.
    case newsCame
    /// There is no such purchase in this account.
    case notFound

    /// What may be said about it.
    package var explanation: Explanation {
        switch self {
        case .manualNotAllowed:
            Explanation(
                .paymentRequired, "payment_failed",
                "Only operators confirm payments by hand. Choose another paymentMethod, or ask the platform's operator."
            )
        case .stripeNotConfigured:
            Explanation(.unavailable, "unavailable", "This platform takes no payments by Stripe yet.")
        case .providerUnavailable:
            Explanation(.unavailable, "payment_unavailable", "The payment provider does not answer. It is tried again.")
        case .refused(let code):
            Explanation(
                .paymentRequired, "payment_failed",
                "The payment was refused (\(code)). Buy again with another means of payment.")
        case .checkoutExpired:
            Explanation(.paymentRequired, "checkout_expired", "Nobody paid in time. Buy again.")
        case .unpaid:
            Explanation(
                .needsCustomer, "payment_required", "Pay on the page of checkoutUrl; the credits follow at once.")
        case .newsCame:
            Explanation(
                .unavailable, "payment_changed", "Something changed while it was booked. It is looked at again.")
        case .notFound: Explanation(.notFound, "not_found", "There is no such purchase in this account.")
        }
    }
}
