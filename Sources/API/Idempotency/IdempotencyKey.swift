package import HTTPTypes

/// The name a client gives a request so that sending it twice does it once.
package struct IdempotencyKey: Hashable, Sendable {
    /// 1 to 255 visible ASCII characters.
    package let value: String

    /// Reads the field `Idempotency-Key`; `nil` when there is none.
    ///
    /// With quotes it is a string of RFC 8941 §3.3.3, without them the text itself; `"abc"` and `abc` are one key.
    ///
    /// - Throws: ``RequestError/malformedKey``, also for several fields.
    package init?(_ headers: HTTPFields) throws(RequestError) {
        let fields = headers[values: .idempotencyKey]
        guard let field = fields.first else { return nil }
        guard fields.count == 1, let key = Self.unquoted(field), 1...255 ~= key.utf8.count,
            key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .malformedKey }
        value = key
    }

    private static func unquoted(_ field: String) -> String? {
        guard field.hasPrefix("\"") else { return field }
        guard field.utf8.count >= 2, field.hasSuffix("\"") else { return nil }
        var key = ""
        var isEscaped = false
        for character in field.dropFirst().dropLast() {
            switch (isEscaped, character) {
            case (true, "\""), (true, "\\"):
                key.append(character)
                isEscaped = false
            case (true, _), (false, "\""): return nil
            case (false, "\\"): isEscaped = true
            default: key.append(character)
            }
        }
        return isEscaped ? nil : key
    }
}
