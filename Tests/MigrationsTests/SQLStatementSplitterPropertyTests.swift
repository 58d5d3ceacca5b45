import TestSupport
import Testing

@testable import Migrations

@Suite("Splitting any text at all")
struct SQLStatementSplitterPropertyTests {
    /// Pieces that open, close or continue something, and some that do nothing.
    static let pieces = [
        ";", "'", "''", "\"", "$$", "$a$", "$b$", "$1", "$", "/*", "*/", "--", "\n", "\r\n", " ", "\\", "\\.", "E'",
        "e'",
        "U&'", "B'", "(", ")", "begin", " atomic ", "case ", " end", "create ", "function ", "or replace ",
        "copy t from stdin",
        "select", "a$b", "1e5", "ü", "🧵", ".", "as ", "\\set x\n", "\u{FEFF}", "procedure", "\t", "'\n'",
    ]

    @Test("loses and invents nothing, and every token counts its line right", arguments: 1...400)
    func join(seed: UInt64) {
        var random = SplitMix(seed: seed)
        for _ in 1...25 {
            let script = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                Self.pieces.randomElement(using: &random)!
            }
            .joined()
            let statements = SQLStatementSplitter.split(script)
            #expect(Array(statements.map(\.text).joined().utf8) == Array(script.utf8))
            let bytes = Array(script.utf8)
            for token in statements.flatMap(\.tokens) {
                #expect(token.line == 1 + bytes[..<token.range.lowerBound].count { $0 == 0x0A })
            }
        }
    }

    @Test("is not changed by what stands after a semicolon it has cut at", arguments: 1...200)
    func prefix(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let script = (0..<30).map { _ in Self.pieces.randomElement(using: &random)! }.joined()
        let statements = SQLStatementSplitter.split(script)
        for count in statements.indices where statements[count].tokens.last?.kind == .symbol(.semicolon) {
            let beginning = statements[...count].map(\.text).joined()
            #expect(SQLStatementSplitter.split(beginning).map(\.text) == statements[...count].map(\.text))
        }
    }
}
