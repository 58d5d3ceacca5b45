/// A statement with its values kept apart: `"select … where id = \(id)"` becomes `… where id = $1` and one value.
///
/// What stands in the literal is trusted, what is interpolated is not: a value never becomes part of the text unless it
/// is spelled out as ``StringInterpolation/appendInterpolation(identifier:)``, `literal:`, `raw:` or `fragment:`.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The text as the server sees it, values standing as `$1`, `$2` …
    public let text: String
    /// The values in the order of their numbers. At most 65,535.
    public let values: [PostgresValue]
    /// Where each value's `$n` begins in `text`, in UTF-8 bytes; what lets a fragment be renumbered.
    let marks: [Int]
    /// Whether the text is likely to come again, so that a named prepared statement pays. A quoted literal says no.
    let isRecurring: Bool

    /// A statement without values. The text must be trusted: nothing in it is quoted.
    public init(stringLiteral text: String) {
        self.text = text
        values = []
        marks = []
        isRecurring = true
    }

    public init(stringInterpolation interpolation: StringInterpolation) {
        text = interpolation.text
        values = interpolation.values
        marks = interpolation.marks
        isRecurring = interpolation.isRecurring
    }

    init(once text: String) {
        self.text = text
        values = []
        marks = []
        isRecurring = false
    }
}

extension SQL: CustomStringConvertible {
    /// The text without any value; safe to log only where statements are.
    public var description: String { text }
}

extension SQL: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: ["text": text, "values": values.count]) }
}
