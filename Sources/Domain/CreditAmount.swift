/// A sum of credits, exact to four decimal places.
///
/// Credits are money to our customers, so nothing here is floating point: an amount is a whole number of
/// *units*, each a ten-thousandth of a credit, which is also what `credit_transactions.amount` holds.
package struct CreditAmount: Hashable, Sendable {
    /// Ten-thousandths of a credit: `12_500` is 1.25 credits. May be negative; a balance may not.
    package let units: Int64

    /// Nothing.
    package static let zero = CreditAmount(units: 0)

    /// A whole number of ten-thousandths.
    package init(units: Int64) {
        self.units = units
    }

    /// Reads decimal text such as `"1.25"` or `"-3"`. Never rounds.
    ///
    /// - Throws: ``ParseError/malformed`` for anything but ASCII digits with one optional point and sign,
    ///   ``ParseError/tooPrecise`` past four decimals, ``ParseError/outOfRange`` past `Int64` units.
    package init(parsing text: String) throws(ParseError) {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isWholeNumber } })
        else { throw .malformed }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.count <= 4 else { throw .tooPrecise }
        let digits = parts[0] + fraction + String(repeating: "0", count: 4 - fraction.count)
        guard let units = Int64((isNegative ? "-" : "") + digits) else { throw .outOfRange }
        self.units = units
    }

    /// Why a text is no amount.
    package enum ParseError: InputError {
        case malformed, tooPrecise, outOfRange

        /// The rule as a sentence.
        package var message: String {
            switch self {
            case .malformed: "Write the amount as a decimal string, such as \"12.5000\"."
            case .tooPrecise: "An amount has at most four decimal places."
            case .outOfRange: "The amount is too large."
            }
        }
    }
}

extension CreditAmount: LosslessStringConvertible {
    /// The same rules as ``init(parsing:)``, `nil` instead of a reason.
    package init?(_ description: String) {
        guard let amount = try? Self(parsing: description) else { return nil }
        self = amount
    }

    /// Decimal text with exactly four places: `"30.0000"`, `"-0.5000"`.
    package var description: String {
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        return "\(units < 0 ? "-" : "")\(padded.dropLast(4)).\(padded.suffix(4))"
    }
}

extension CreditAmount: Codable {
    /// Reads a single string; a JSON number is refused, for it may have been rounded already.
    ///
    /// - Throws: `DecodingError.dataCorrupted` with the rule that ``init(parsing:)`` found broken.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(parsing: container.decode(String.self))
        } catch let error as ParseError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.message)
        }
    }

    /// Writes a single string with four places.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
