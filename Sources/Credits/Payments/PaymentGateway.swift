/// Where money is taken. What it says of a payment is the only proof of one; what anybody else says is a reason to ask.
package struct PaymentGateway: Sendable {
    /// Makes a page to pay a purchase on. Asked again for the same purchase, it answers with the same page.
    package var open: @Sendable (Purchase) async throws -> CheckoutPage
    /// How the payment of a purchase stands at this moment.
    package var look: @Sendable (_ checkoutID: String) async throws -> PaymentStanding

    package init(
        open: @escaping @Sendable (Purchase) async throws -> CheckoutPage,
        look: @escaping @Sendable (String) async throws -> PaymentStanding
    ) {
        self.open = open
        self.look = look
    }
}

/// A page of the provider's to pay one purchase on.
package struct CheckoutPage: Sendable, Equatable {
    /// The provider's name for it, up to 255 characters.
    package let id: String
    /// Where it is; a secret to nobody but strangers.
    package let url: String?

    package init(id: String, url: String?) {
        self.id = id
        self.url = url
    }
}

/// How a payment stands, in the provider's words made ours.
package struct PaymentStanding: Sendable, Equatable {
    package enum State: Sendable, Equatable {
        /// It can still be paid.
        case open
        /// It was taken, but the money is not certain yet: a bank transfer on its way.
        case processing
        case paid(Money)
        /// It can be paid no more.
        case expired
    }

    package var state: State
    /// The provider's name for the payment; `nil` before there is one.
    package var paymentID: String?
    /// What of the price was given back, disputes that were lost included; in the minor unit.
    package var returnedMinor: Int64
    /// Whether the customer's bank disputes it at this moment.
    package var isDisputed: Bool

    package init(
        _ state: State, paymentID: String? = nil, returnedMinor: Int64 = 0, isDisputed: Bool = false
    ) {
        self.state = state
        self.paymentID = paymentID
        self.returnedMinor = returnedMinor
        self.isDisputed = isDisputed
    }
}
