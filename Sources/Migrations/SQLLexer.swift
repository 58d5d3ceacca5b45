/// Cuts SQL text into ``SQLToken``s by the rules of PostgreSQL's scanner with `standard_conforming_strings` on
/// (PostgreSQL 15, `src/backend/parser/scan.l`). Never fails: an unterminated quote is a token that says so.
struct SQLLexer {
    let bytes: [UInt8]
    private(set) var offset = 0
    private(set) var line = 1

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func next() -> SQLToken? {
        guard offset < bytes.count else { return nil }
        let start = offset
        let (kind, isTerminated) = scan()
        return token(kind, from: start, isTerminated: isTerminated)
    }

    /// Takes the data of a `COPY … FROM STDIN` whose semicolon was just read: the rest of that line and everything up
    /// to a line `\.`. `nil` if the text ends here.
    mutating func nextCopyData() -> SQLToken? {
        guard offset < bytes.count else { return nil }
        let start = offset
        advance { $0 != .newline }
        var isTerminated = false
        while offset < bytes.count, !isTerminated {
            offset += 1
            let lineStart = offset
            advance { $0 != .newline }
            isTerminated = bytes[lineStart..<offset].elementsEqual([.backslash, .dot])
        }
        return token(.copyData, from: start, isTerminated: isTerminated)
    }

    func peek(_ distance: Int = 0) -> UInt8? {
        offset + distance < bytes.count ? bytes[offset + distance] : nil
    }

    /// Forward, or back when negative; never past the end.
    mutating func skip(_ count: Int) { offset = min(offset + count, bytes.count) }

    mutating func advance(while condition: (UInt8) -> Bool) {
        while offset < bytes.count, condition(bytes[offset]) { offset += 1 }
    }

    private mutating func token(_ kind: SQLToken.Kind, from start: Int, isTerminated: Bool) -> SQLToken {
        defer { line += bytes[start..<offset].count { $0 == .newline } }
        return SQLToken(kind: kind, range: start..<offset, line: line, isTerminated: isTerminated)
    }

    private mutating func scan() -> (SQLToken.Kind, isTerminated: Bool) {
        let byte = bytes[offset]
        switch (byte, peek(1)) {
        case (.dash, .dash):
            advance { !$0.isLineEnd }
            return (.comment, true)
        case (.slash, .star): return (.comment, skipBlockComment())
        case (.quote, _): return (.string, skipQuoted(by: .quote))
        case (.doubleQuote, _): return (.quotedName, skipQuoted(by: .doubleQuote))
        case (.dollar, _): return scanDollar()
        case (.backslash, _):
            advance { $0 != .newline }
            return (.metaCommand, true)
        default: break
        }
        if byte.isSQLSpace {
            advance { $0.isSQLSpace }
            return (.space, true)
        }
        if byte.isASCIIDigit {
            advance { $0.isASCIIDigit || $0.isSQLNameStart || $0 == .dot }
            return (.number, true)
        }
        if byte.isSQLNameStart { return skipPrefixedString() ?? scanWord() }
        offset += 1
        return (.symbol(byte), true)
    }

    private mutating func scanWord() -> (SQLToken.Kind, isTerminated: Bool) {
        let start = offset
        advance { $0.isSQLNameStart || $0.isASCIIDigit || $0 == .dollar }
        return (.word(String(decoding: bytes[start..<offset], as: UTF8.self).lowercased()), true)
    }
}
