/// Reads JSON as RFC 8259 spells it, and nothing looser.
///
/// Refused beyond the grammar: a name twice in one object, a NUL character in a string, text that is no UTF-8, a byte
/// order mark, more than ``depthLimit`` levels. Nothing is computed, so no number is too large; the time is linear in
/// the number of bytes.
package struct JSONParser {
    /// How many arrays and objects may stand inside one another.
    package static let depthLimit = 64

    let bytes: [UInt8]
    var position = 0
    /// Names of the members around the current position.
    var path: [String] = []
    private var depth = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The one object that the bytes are.
    ///
    /// - Throws: ``JSONFault``, the first rule that is broken, also when the text is another value than an object.
    package static func object(in bytes: [UInt8]) throws(JSONFault) -> JSONValue {
        var parser = JSONParser(bytes)
        let value = try parser.value()
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.malformed("Nothing may follow the object.") }
        guard case .object = value else { throw JSONFault("Send a JSON object.") }
        return value
    }

    private mutating func value() throws(JSONFault) -> JSONValue {
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return try nested { (parser) throws(JSONFault) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(JSONFault) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func nested(
        _ read: (inout JSONParser) throws(JSONFault) -> JSONValue
    ) throws(JSONFault) -> JSONValue {
        guard depth < Self.depthLimit else { throw JSONFault("Nest no deeper than \(Self.depthLimit) levels.") }
        depth += 1
        defer { depth -= 1 }
        position += 1
        return try read(&self)
    }

    private mutating func object() throws(JSONFault) -> JSONValue {
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        if take("}") { return .object([]) }
        repeat {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw malformed("A name in quotes is missing.") }
            let name = try string()
            path.append(name)
            guard names.insert(name).inserted else { throw JSONFault("Give this only once.", in: path) }
            guard take(":") else { throw malformed("A colon is missing.") }
            members.append(JSONValue.Member(name, try value()))
            path.removeLast()
        } while take(",")
        guard take("}") else { throw malformed("An object is not closed.") }
        return .object(members)
    }

    private mutating func array() throws(JSONFault) -> JSONValue {
        var values: [JSONValue] = []
        if take("]") { return .array([]) }
        repeat { values.append(try value()) } while take(",")
        guard take("]") else { throw malformed("An array is not closed.") }
        return .array(values)
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        let text = Array("\(word)".utf8)
        guard bytes[position...].starts(with: text) else { throw malformed("A value is not well formed.") }
        position += text.count
        return value
    }
}
