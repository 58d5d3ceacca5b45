import Foundation

/// A name for people to read: of a person, of a store.
///
/// Trimmed, in Unicode's form C, 1 to 120 characters and at most 480 bytes of UTF-8. No control characters, line ends,
/// unassigned code points or characters that turn the direction of writing, so that a name cannot break a page, a log
/// line or the sentence around it. Everything else is allowed: names are in every script, and some are emoji.
package struct DisplayName: Hashable, Sendable {
    /// How many characters, as people count them, a name may have.
    package static let lengths = 1...120

    /// The name itself.
    package let rawValue: String

    /// Reads what somebody typed; spaces and line ends around it are dropped.
    ///
    /// - Throws: ``ParseError``.
    package init(parsing text: String) throws(ParseError) {
        guard text.utf8.count <= 2_048 else { throw .tooLong }
        let name = text.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        guard !name.isEmpty else { throw .empty }
        guard name.count <= Self.lengths.upperBound, name.utf8.count <= 480 else { throw .tooLong }
        guard name.unicodeScalars.allSatisfy(Self.isAllowed) else { throw .forbiddenCharacter }
        rawValue = name
    }

    /// Why a text is no name.
    package enum ParseError: InputError {
        case empty, tooLong, forbiddenCharacter

        /// The rule as a sentence.
        package var message: String {
            switch self {
            case .empty: "A name is needed here."
            case .tooLong: "A name has at most \(DisplayName.lengths.upperBound) characters."
            case .forbiddenCharacter: "A name has no control characters or line breaks."
            }
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        case .format: scalar == "\u{200C}" || scalar == "\u{200D}" || (0xE0020...0xE007F).contains(scalar.value)
        default: true
        }
    }
}

extension DisplayName: RawRepresentable, LosslessStringConvertible, Codable {
    /// The same rules as ``init(parsing:)``, `nil` instead of a reason.
    package init?(rawValue: String) {
        guard let name = try? Self(parsing: rawValue) else { return nil }
        self = name
    }

    /// The same rules as ``init(parsing:)``, `nil` instead of a reason.
    package init?(_ description: String) { self.init(rawValue: description) }

    /// The name itself.
    package var description: String { rawValue }
}
