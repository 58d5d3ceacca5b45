/// A secret or restricted key of a Stripe account. Shows itself to nobody.
package struct StripeAPIKey: Sendable {
    let text: String

    /// Takes a key: `sk_` or `rk_` and up to 255 characters in all, letters, digits and `_`.
    ///
    /// - Throws: ``StripeConfigurationError/malformedKey``, which does not hold the key.
    package init(_ text: String) throws(StripeConfigurationError) {
        guard text.hasPrefix("sk_") || text.hasPrefix("rk_"), 12...255 ~= text.utf8.count,
            text.utf8.allSatisfy(ASCII.isWord)
        else { throw .malformedKey }
        self.text = text
    }

    /// Whether real money moves.
    package var isLive: Bool { text.dropFirst(3).hasPrefix("live_") }
}

extension StripeAPIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    package var description: String { "<redacted>" }

    /// Always `<redacted>`.
    package var debugDescription: String { "<redacted>" }

    /// A mirror without children.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
