/// Cuts a script into statements where psql would: at a semicolon outside of quotes, of parentheses (a rule may hold
/// several statements) and of a `BEGIN ATOMIC … END` body.
struct SQLStatementSplitter {
    private var lexer: SQLLexer
    private var tokens: [SQLToken] = []
    private var unterminated: SQLToken?
    private var parentheses = 0
    /// Open `BEGIN ATOMIC` and, within it, `CASE`: each has an `END` of its own.
    private var blocks = 0

    private init(_ script: String) { lexer = SQLLexer(script) }

    static func split(_ script: String) -> [SQLStatement] {
        var splitter = SQLStatementSplitter(script)
        var statements: [SQLStatement] = []
        while let statement = splitter.next() { statements.append(statement) }
        return statements
    }

    private mutating func next() -> SQLStatement? {
        let start = lexer.offset
        let firstLine = lexer.line
        (tokens, unterminated, parentheses, blocks) = ([], nil, 0, 0)
        while let token = lexer.next() {
            if !token.isTerminated { unterminated = token }
            guard !token.isTrivia else { continue }
            tokens.append(token)
            if note(token) { break }
        }
        guard lexer.offset > start else { return nil }
        let statement = statement(from: start, line: firstLine)
        guard statement.readsStandardInput, statement.isTerminated, let data = lexer.nextCopyData()
        else { return statement }
        tokens.append(data)
        return self.statement(from: start, line: firstLine)
    }

    private func statement(from start: Int, line: Int) -> SQLStatement {
        SQLStatement(
            text: text(start..<lexer.offset), tokens: tokens, unterminatedToken: unterminated, firstLine: line,
            head: head)
    }

    /// - Returns: whether the token ends the statement.
    private mutating func note(_ token: SQLToken) -> Bool {
        switch token.kind {
        case .symbol(.openParenthesis): parentheses += 1
        case .symbol(.closeParenthesis): parentheses = max(0, parentheses - 1)
        case .symbol(.semicolon): return parentheses == 0 && blocks == 0
        case .metaCommand: return tokens.count == 1
        case .word("atomic") where previousWord == "begin" && parentheses == 0 && createsRoutine: blocks += 1
        case .word("case") where blocks > 0 && !isLabel: blocks += 1
        case .word("end") where blocks > 0 && !isLabel: blocks -= 1
        default: break
        }
        return false
    }

    private var previousWord: String? { tokens.dropLast().last?.word }

    /// Key words may be names after a point and after `AS`.
    private var isLabel: Bool {
        guard let previous = tokens.dropLast().last else { return false }
        return previous.kind == .symbol(.dot) || previous.word == "as"
    }

    private var createsRoutine: Bool {
        let words = tokens.prefix(4).map(\.word)
        guard words.first == "create" else { return false }
        let kind = words.dropFirst().starts(with: ["or", "replace"]) ? words.last : words.dropFirst().first
        return kind == "function" || kind == "procedure"
    }

    private var head: String {
        let leading = tokens.prefix(12).prefix { $0.word != nil || $0.kind == .quotedName || $0.kind == .symbol(.dot) }
        if leading.isEmpty, let first = tokens.first, first.kind == .metaCommand {
            return String(text(first.range).prefix { !$0.isWhitespace })
        }
        return leading.prefix(8).map { text($0.range) }.joined(separator: " ").replacing(" . ", with: ".")
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: lexer.bytes[range], as: UTF8.self) }
}
