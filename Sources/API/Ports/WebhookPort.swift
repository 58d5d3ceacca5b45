package import Foundation

/// Who takes what providers tell of payments.
package struct WebhookPort: Sendable {
    /// Takes the bytes of Stripe's webhook as they came, and the value of `Stripe-Signature`. Throws `signature_invalid`
    /// for a stranger's, `unavailable` where there is no account with Stripe.
    package var stripe: @Sendable (_ body: Data, _ signature: String?) async throws -> Void

    /// Calls one by one.
    package init(stripe: @escaping @Sendable (Data, String?) async throws -> Void) {
        self.stripe = stripe
    }
}
