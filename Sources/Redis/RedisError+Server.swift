extension RedisError {
    /// An error reply of the server, split at its first space.
    public struct Server: Sendable, Equatable {
        /// The first word if it is in capitals (digits and underscores may follow), else "ERR".
        public let prefix: String
        /// The rest of the line. The arguments that Redis repeats after "unknown command" are cut off.
        public let message: String

        init(prefix: String, message: String) {
            self.prefix = prefix
            self.message = message
        }

        init(line: some StringProtocol) {
            let word = line.prefix { $0 != " " }
            let hasPrefix = word.first.map { ("A"..."Z").contains($0) } ?? false && word.allSatisfy(Self.isCapital)
            let text = hasPrefix ? line.dropFirst(word.count + 1) : line[...]
            prefix = hasPrefix ? String(word) : "ERR"
            message = text.hasPrefix("unknown ") ? String(text.prefix { $0 != "," }) : String(text)
        }

        private static func isCapital(_ character: Character) -> Bool {
            ("A"..."Z").contains(character) || ("0"..."9").contains(character) || character == "_"
        }
    }
}
