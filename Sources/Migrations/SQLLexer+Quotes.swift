extension SQLLexer {
    /// Past `'…'` or `"…"`, where a doubled quote stands for itself. False if the text ends inside.
    mutating func skipQuoted(by quote: UInt8) -> Bool {
        skip(1)
        while let byte = peek() {
            skip(1)
            if byte == quote {
                guard peek() == quote else { return true }
                skip(1)
            }
        }
        return false
    }

    /// Past `/* … */`, which nests. False if the text ends inside.
    mutating func skipBlockComment() -> Bool {
        var depth = 0
        repeat {
            switch (peek(), peek(1)) {
            case (.slash, .star):
                depth += 1
                skip(2)
            case (.star, .slash):
                depth -= 1
                skip(2)
            case (nil, _): return false
            default: skip(1)
            }
        } while depth > 0
        return true
    }

    /// Past a string with a letter before it (`E''`, `B''`, `X''`, `N''`, `U&''`) or a `U&""` name; `nil`, with
    /// nothing taken, if a word starts here instead.
    mutating func skipPrefixedString() -> (SQLToken.Kind, isTerminated: Bool)? {
        switch (peek().map { $0 | 0x20 }, peek(1), peek(2)) {
        case (UInt8(ascii: "e"), .quote, _):
            skip(1)
            return (.string, skipEscapeString())
        case (UInt8(ascii: "b"), .quote, _), (UInt8(ascii: "x"), .quote, _), (UInt8(ascii: "n"), .quote, _):
            skip(1)
            return (.string, skipQuoted(by: .quote))
        case (UInt8(ascii: "u"), UInt8(ascii: "&"), .quote):
            skip(2)
            return (.string, skipQuoted(by: .quote))
        case (UInt8(ascii: "u"), UInt8(ascii: "&"), .doubleQuote):
            skip(2)
            return (.quotedName, skipQuoted(by: .doubleQuote))
        default: return nil
        }
    }

    /// From a `$`: a dollar-quoted string, a parameter, or the sign alone.
    mutating func scanDollar() -> (SQLToken.Kind, isTerminated: Bool) {
        let start = offset
        skip(1)
        if peek()?.isASCIIDigit == true {
            advance { $0.isASCIIDigit }
            return (.parameter, true)
        }
        if peek()?.isSQLNameStart == true { advance { $0.isSQLNameStart || $0.isASCIIDigit } }
        guard peek() == .dollar else {
            skip(start + 1 - offset)
            return (.symbol(.dollar), true)
        }
        skip(1)
        return (.string, skip(past: bytes[start..<offset]))
    }

    private mutating func skip(past delimiter: ArraySlice<UInt8>) -> Bool {
        while let byte = peek() {
            if byte == .dollar, bytes[offset...].starts(with: delimiter) {
                skip(delimiter.count)
                return true
            }
            skip(1)
        }
        return false
    }

    /// Past `'…'` with backslash escapes, and past its continuations on later lines, which follow the same rule.
    private mutating func skipEscapeString() -> Bool {
        repeat {
            guard skipEscapeSegment() else { return false }
        } while skipToContinuation()
        return true
    }

    private mutating func skipEscapeSegment() -> Bool {
        skip(1)
        while let byte = peek() {
            switch (byte, peek(1)) {
            case (.backslash, _), (.quote, .quote): skip(2)
            case (.quote, _):
                skip(1)
                return true
            default: skip(1)
            }
        }
        return false
    }

    /// To the quote that continues the string just closed: only space and comments between, with a line end in them.
    /// False, with nothing taken, if there is none.
    private mutating func skipToContinuation() -> Bool {
        let start = offset
        var passedLineEnd = false
        while let byte = peek() {
            if byte.isSQLSpace {
                passedLineEnd = passedLineEnd || byte.isLineEnd
                skip(1)
            } else if byte == .dash, peek(1) == .dash {
                advance { !$0.isLineEnd }
            } else if byte == .quote, passedLineEnd {
                return true
            } else {
                break
            }
        }
        skip(start - offset)
        return false
    }
}
