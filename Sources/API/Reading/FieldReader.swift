package import Domain

/// Takes the fields of one object apart, and remembers everything that is wrong with them.
///
/// Each call returns `nil` for a field that is missing or wrong; a required one is then noted in ``faults``. `null` is
/// the same as nothing. Fields nobody asks for are ignored.
package struct FieldReader {
    private let object: JSONValue
    private let prefix: String
    /// What is wrong so far, in the order in which the fields were read.
    package private(set) var faults: [FieldError] = []

    /// - Parameter prefix: the way to the object, with a dot at its end; empty for the request itself.
    package init(_ object: JSONValue, prefix: String = "") {
        self.object = object
        self.prefix = prefix
    }

    /// Whether nothing is wrong.
    package var isSound: Bool { faults.isEmpty }

    /// Everything that is wrong, to be thrown once all fields were read.
    package var failure: InvalidInput { InvalidInput(faults) }

    /// Whether the field is there with a value other than `null`.
    package func has(_ name: String) -> Bool { value(name) != nil }

    /// Notes that a field breaks a rule.
    package mutating func note(_ name: String, _ message: String) {
        faults.append(FieldError(prefix + name, message))
    }

    /// Notes what somebody else found wrong.
    package mutating func note(_ found: InvalidInput) { faults += found.fields }

    /// A string that may be missing.
    package mutating func optionalText(_ name: String) -> String? {
        switch value(name) {
        case nil: return nil
        case .string(let text)?: return text
        case _?:
            note(name, "This is a string.")
            return nil
        }
    }

    /// A string that has to be there.
    package mutating func text(_ name: String) -> String? {
        require(name)
        return optionalText(name)
    }

    /// A string that may be missing, read by `parse`.
    package mutating func optional<Value, Problem: InputError>(
        _ name: String, _ parse: (String) throws(Problem) -> Value
    ) -> Value? {
        guard let text = optionalText(name) else { return nil }
        do {
            return try parse(text)
        } catch {
            note(name, error.message)
            return nil
        }
    }

    /// A string that has to be there, read by `parse`.
    package mutating func required<Value, Problem: InputError>(
        _ name: String, _ parse: (String) throws(Problem) -> Value
    ) -> Value? {
        require(name)
        return optional(name, parse)
    }

    /// A line of text that may be missing: 1 to so many characters, none of them a control character.
    package mutating func line(_ name: String, upTo limit: Int) -> String? {
        guard let text = optionalText(name) else { return nil }
        guard 1...limit ~= text.unicodeScalars.count,
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            note(name, "This is 1 to \(limit) characters in one line.")
            return nil
        }
        return text
    }

    /// A whole number that has to be there, written without point or exponent.
    package mutating func number(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        require(name)
        guard let found = value(name) else { return nil }
        guard case .number(let digits) = found, let number = Int64(digits), range.contains(number) else {
            note(name, "This is a whole number from \(range.lowerBound) to \(range.upperBound).")
            return nil
        }
        return number
    }

    /// `true` or `false`; may be missing.
    package mutating func flag(_ name: String) -> Bool? {
        switch value(name) {
        case nil: return nil
        case .boolean(let flag)?: return flag
        case _?:
            note(name, "This is true or false.")
            return nil
        }
    }

    /// An object that may be missing, taken apart by `read`; its faults become ours.
    package mutating func object<Value>(_ name: String, _ read: (inout FieldReader) -> Value?) -> Value? {
        guard let inner = value(name) else { return nil }
        guard case .object = inner else {
            note(name, "This is an object.")
            return nil
        }
        var reader = FieldReader(inner, prefix: "\(prefix)\(name).")
        let result = read(&reader)
        faults += reader.faults
        return result
    }

    private func value(_ name: String) -> JSONValue? {
        guard let value = object[name], value != .null else { return nil }
        return value
    }

    private mutating func require(_ name: String) {
        if !has(name) { note(name, "This is needed.") }
    }
}
