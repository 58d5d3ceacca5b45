/// One statement of a script with the space and comments before it and the semicolon that ends it.
struct SQLStatement: Sendable {
    /// Exactly as in the script: the texts of all statements, joined, are the script.
    let text: String
    /// Its tokens without space and comments; empty for what is left after the last semicolon.
    let tokens: [SQLToken]
    /// The quote or comment in which the script ends, if it does.
    let unterminatedToken: SQLToken?
    /// Line of the script on which `text` begins, from 1.
    let firstLine: Int
    /// The words it begins with, as written, for messages: never a constant, so never a secret.
    let head: String

    /// Line of the script on which its first word stands.
    var line: Int { tokens.first?.line ?? firstLine }

    /// Nothing but space, comments and perhaps a semicolon.
    var isBlank: Bool { tokens.allSatisfy { $0.kind == .symbol(.semicolon) } }

    var isTerminated: Bool { tokens.last?.kind == .symbol(.semicolon) }

    /// The word at `index` of its tokens, in lower case; `nil` if another kind of token stands there.
    func word(_ index: Int) -> String? {
        tokens.indices.contains(index) ? tokens[index].word : nil
    }

    /// Whether its first tokens are these words.
    func begins(with words: String...) -> Bool {
        words.indices.allSatisfy { word($0) == words[$0] }
    }

    /// Whether these words stand anywhere in it side by side.
    func contains(_ words: String...) -> Bool {
        tokens.indices.contains { start in words.indices.allSatisfy { word(start + $0) == words[$0] } }
    }
}
