/// A sum of real money.
package struct Money: Sendable, Codable, Equatable {
    /// In the currency's minor unit: cents of a euro.
    package let amountMinor: Int64
    /// ISO 4217, upper case: `EUR`.
    package let currency: String

    package init(amountMinor: Int64, currency: String) {
        self.amountMinor = amountMinor
        self.currency = currency
    }
}
