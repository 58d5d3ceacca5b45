extension SQL {
    /// Collects the text and the values of an interpolated ``SQL``.
    public struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        var values: [PostgresValue] = []
        var marks: [Int] = []
        var isRecurring = true

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 3)
            values.reserveCapacity(interpolationCount)
            marks.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        /// A value, sent apart from the text.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            append(value.postgresValue)
        }

        /// A value or NULL. A NULL carries the type of `Value`, so that it is prepared as the same statement.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            append(value?.postgresValue ?? .null(of: Value.postgresType))
        }

        /// A name of a table, column, role or channel, quoted. Case counts; a NUL in it is refused when it is sent.
        public mutating func appendInterpolation(identifier: String) {
            text +=
                "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
                + "\""
        }

        /// A string as a quoted literal, for the few statements that take no parameters (`CREATE ROLE`, `NOTIFY`).
        ///
        /// Such a statement is not kept prepared, so that a password in it is not kept either.
        public mutating func appendInterpolation(literal: String) {
            text += SQL.quoted(literal)
            isRecurring = false
        }

        /// Text that is trusted as it stands, such as a constant keyword. Never anything from outside.
        public mutating func appendInterpolation(raw: String) {
            text += raw
        }

        /// Another statement's text, its values renumbered to follow the ones so far.
        public mutating func appendInterpolation(fragment: SQL) {
            let bytes = fragment.text.utf8
            var position = bytes.startIndex
            for (mark, value) in zip(fragment.marks, fragment.values) {
                let dollar = bytes.index(bytes.startIndex, offsetBy: mark)
                text += fragment.text[position..<dollar]
                append(value)
                position = bytes[bytes.index(after: dollar)...].firstIndex { !(48...57 ~= $0) } ?? bytes.endIndex
            }
            text += fragment.text[position...]
            isRecurring = isRecurring && fragment.isRecurring
        }

        private mutating func append(_ value: PostgresValue) {
            marks.append(text.utf8.count)
            values.append(value)
            text += "$"
            text += String(values.count)
        }
    }

    /// `text` as an SQL string literal that means the same whatever `standard_conforming_strings` says.
    static func quoted(_ text: String) -> String {
        let doubled = text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        guard doubled.contains("\\") else { return "'" + doubled + "'" }
        return " E'" + doubled.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\") + "'"
    }
}
