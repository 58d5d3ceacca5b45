/// The name of a store as its address spells it: `<slug>.<platform hostname>`.
///
/// 2 to 48 characters out of `a`–`z`, `0`–`9` and single hyphens, no hyphen at either end, so that every slug is a
/// DNS label (RFC 1035 §2.3.1, at most 63) with room for a suffix. Names the platform needs itself are refused.
package struct Slug: Hashable, Sendable {
    /// How many characters a slug may have.
    package static let lengths = 2...48

    /// The slug itself, lower-case ASCII.
    package let rawValue: String

    /// Reads what somebody typed. Nothing is corrected silently: capital letters and spaces are refused too, with
    /// ``ParseError/suggestion`` saying what was probably meant.
    ///
    /// - Throws: ``ParseError``, the first rule that is broken.
    package init(parsing text: String) throws(ParseError) {
        if let problem = Self.firstProblem(in: text) {
            throw ParseError(problem: problem, suggestion: Self.proposal(fromName: text))
        }
        rawValue = text
    }

    /// Makes a slug of text that is known to be one, or fails without saying why.
    init?(checked text: String) {
        guard Self.firstProblem(in: text) == nil else { return nil }
        rawValue = text
    }

    private static func firstProblem(in text: String) -> ParseError.Problem? {
        let characters = text.utf8
        if characters.isEmpty { return .empty }
        if characters.count < lengths.lowerBound { return .tooShort }
        if characters.count > lengths.upperBound { return .tooLong }
        if !characters.allSatisfy(isAllowed) { return .forbiddenCharacter }
        if text.hasPrefix("-") || text.hasSuffix("-") || text.contains("--") { return .misplacedHyphen }
        return reserved.contains(text) ? .reserved : nil
    }

    private static func isAllowed(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

extension Slug: RawRepresentable, LosslessStringConvertible, Codable {
    /// The same rules as ``init(parsing:)``, `nil` instead of a reason.
    package init?(rawValue: String) {
        self.init(checked: rawValue)
    }

    /// The same rules as ``init(parsing:)``, `nil` instead of a reason.
    package init?(_ description: String) {
        self.init(checked: description)
    }

    /// The slug itself.
    package var description: String { rawValue }
}
