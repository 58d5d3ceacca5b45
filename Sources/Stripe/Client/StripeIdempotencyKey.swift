package import Foundation

/// The name under which Stripe carries out a call once, however often it hears it.
///
/// Stripe remembers a key for at least a day, together with the first answer, one of its own failures included. The
/// same key with other parameters is refused with ``StripeError/idempotencyMismatch``.
package struct StripeIdempotencyKey: Hashable, Sendable {
    /// The name itself. Not a secret.
    package let text: String

    /// 1 to 255 visible ASCII characters; `nil` for anything else.
    package init?(_ text: String) {
        guard 1...255 ~= text.utf8.count, text.utf8.allSatisfy(ASCII.isVisible) else { return nil }
        self.text = text
    }

    /// The name of one thing and of what is done to it: `checkout-8f14…`.
    package init(_ purpose: StaticString, _ id: UUID) {
        text = "\(purpose)-\(id.uuidString.lowercased())"
    }
}
