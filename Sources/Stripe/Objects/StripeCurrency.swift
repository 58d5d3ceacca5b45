/// A currency by its three letters of ISO 4217, which Stripe writes small.
package struct StripeCurrency: Hashable, Sendable {
    /// Lower case: `eur`.
    package let code: String

    /// Takes `EUR` and `eur` alike; `nil` for anything but three ASCII letters.
    package init?(_ code: String) {
        guard code.utf8.count == 3, code.utf8.allSatisfy(ASCII.isLetter) else { return nil }
        self.code = code.lowercased()
    }
}

extension StripeCurrency: LosslessStringConvertible {
    /// Lower case: `eur`.
    package var description: String { code }
}

extension StripeCurrency: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let currency = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no currency")
        }
        self = currency
    }
}
