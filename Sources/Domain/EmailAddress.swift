import Foundation

/// An e-mail address as its owner spells it, which compares without regard to case.
///
/// One `@`; before it 1 to 64 bytes without spaces or any of `"(),:;<>[\]`, no dot at either end or twice in a row;
/// after it a host name of at least two labels, letters of any alphabet allowed; at most 254 bytes in all (RFC 5321
/// §4.5.3.1). Quoted local parts and address literals are refused: nobody signs up with one.
package struct EmailAddress: Sendable {
    /// The address for people: trimmed, in Unicode's form C, with the case its owner gave it.
    package let rawValue: String
    /// The address for comparing and looking up: ``rawValue`` in lower case.
    package let normalized: String

    /// Reads what somebody typed; spaces and line ends around it are dropped.
    ///
    /// - Throws: ``ParseError``.
    package init(parsing text: String) throws(ParseError) {
        guard text.utf8.count <= 1_024 else { throw .tooLong }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        let lower = trimmed.lowercased().precomposedStringWithCanonicalMapping
        guard max(trimmed.utf8.count, lower.utf8.count) <= 254 else { throw .tooLong }
        guard Self.isWellFormed(lower) else { throw .malformed }
        rawValue = trimmed
        normalized = lower
    }

    /// Why a text is no address.
    package enum ParseError: InputError {
        case malformed, tooLong

        /// The rule as a sentence.
        package var message: String {
            switch self {
            case .malformed: "This is not an e-mail address; one looks like name@example.com."
            case .tooLong: "An e-mail address has at most 254 bytes."
            }
        }
    }
}

extension EmailAddress: Hashable {
    /// Whether both lead to the same mailbox, as far as case goes.
    package static func == (left: Self, right: Self) -> Bool { left.normalized == right.normalized }

    /// Hashes what `==` compares.
    package func hash(into hasher: inout Hasher) { hasher.combine(normalized) }
}

extension EmailAddress: RawRepresentable, LosslessStringConvertible, Codable {
    /// The same rules as ``init(parsing:)``, `nil` instead of a reason.
    package init?(rawValue: String) {
        guard let address = try? Self(parsing: rawValue) else { return nil }
        self = address
    }

    /// The same rules as ``init(parsing:)``, `nil` instead of a reason.
    package init?(_ description: String) { self.init(rawValue: description) }

    /// The address for people.
    package var description: String { rawValue }
}
