/// One lexical piece of SQL text, named as PostgreSQL's own scanner would name it where that matters for finding the
/// end of a statement. Every byte of the text belongs to exactly one token.
struct SQLToken: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case space
        case comment
        /// A key word or an unquoted name, folded to lower case.
        case word(String)
        case quotedName
        /// Any string constant: standard, `E''`, `B''`, `X''`, `N''`, `U&''` or dollar-quoted.
        case string
        case number
        /// `$1`.
        case parameter
        /// One byte of an operator or of punctuation.
        case symbol(UInt8)
        /// A backslash outside of any quote, and the rest of its line: a command to psql, never SQL.
        case metaCommand
        /// The lines after `COPY … FROM STDIN;` up to and including `\.`.
        case copyData
    }

    let kind: Kind
    /// Byte offsets in the text.
    let range: Range<Int>
    /// Line of the first byte, counted from 1.
    let line: Int
    /// False for a quote or a comment that the text ends inside of.
    var isTerminated = true

    var word: String? {
        if case .word(let word) = kind { word } else { nil }
    }

    /// A key word or a name, quoted or not.
    var isName: Bool { word != nil || kind == .quotedName }

    /// White space or a comment: nothing that the server would run.
    var isTrivia: Bool { kind == .space || kind == .comment }
}
