package import Domain

/// Why bytes are not a JSON text that is read here, and where.
package struct JSONFault: Error, Equatable {
    /// The member that is concerned, with dots into objects; `body` when it is the text as a whole.
    package let field: String
    /// The rule as a sentence.
    package let message: String

    init(_ message: String, in path: [String] = []) {
        field = path.isEmpty ? "body" : String(path.joined(separator: ".").prefix(100))
        self.message = message
    }

    /// The same for whoever sent it.
    package var asInvalidInput: InvalidInput { InvalidInput(field, message) }
}
