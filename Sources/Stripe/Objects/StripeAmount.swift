/// A sum of real money.
package struct StripeAmount: Hashable, Sendable {
    /// In the currency's minor unit: cents of a euro, whole yen.
    package let minor: Int64
    package let currency: StripeCurrency

    package init(minor: Int64, currency: StripeCurrency) {
        self.minor = minor
        self.currency = currency
    }
}

extension StripeAmount: CustomStringConvertible {
    /// `1250 eur`: in minor units, for logs.
    package var description: String { "\(minor) \(currency)" }
}
