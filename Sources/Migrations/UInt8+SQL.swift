/// The bytes that mean something to ``SQLLexer``, and its classes of them.
extension UInt8 {
    static let newline = UInt8(ascii: "\n")
    static let quote = UInt8(ascii: "'")
    static let doubleQuote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let dollar = UInt8(ascii: "$")
    static let dash = UInt8(ascii: "-")
    static let slash = UInt8(ascii: "/")
    static let star = UInt8(ascii: "*")
    static let dot = UInt8(ascii: ".")
    static let semicolon = UInt8(ascii: ";")
    static let openParenthesis = UInt8(ascii: "(")
    static let closeParenthesis = UInt8(ascii: ")")

    var isLineEnd: Bool { self == .newline || self == UInt8(ascii: "\r") }
    var isSQLSpace: Bool { self == UInt8(ascii: " ") || 0x09...0x0D ~= self }
    var isASCIIDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    /// A letter, an underscore, or any byte of a character beyond ASCII.
    var isSQLNameStart: Bool {
        self == UInt8(ascii: "_") || self >= 0x80 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20
    }
}
