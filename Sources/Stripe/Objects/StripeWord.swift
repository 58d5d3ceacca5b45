/// One word of a list that Stripe may lengthen any day: known ones have names, others keep their text.
package protocol StripeWord: RawRepresentable<String>, Hashable, Sendable, Decodable, CustomStringConvertible {}

extension StripeWord {
    /// The word itself.
    package var description: String { rawValue }
}
