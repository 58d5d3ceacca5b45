/// One value of a JSON text, as it was written: numbers keep their digits, objects the order of their members.
package indirect enum JSONValue: Equatable, Sendable {
    case null
    case boolean(Bool)
    /// The number's own text, in the grammar of RFC 8259 §6.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A name and what it stands for.
    package struct Member: Equatable, Sendable {
        /// Unique in its object.
        package let name: String
        /// What it stands for.
        package let value: JSONValue

        /// A name and what it stands for.
        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// What this object has under a name; `nil` when it has nothing, or is no object.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text of a string; `nil` for everything else.
    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The members of an object in their order; none for everything else.
    package var members: [Member] {
        guard case .object(let members) = self else { return [] }
        return members
    }
}
