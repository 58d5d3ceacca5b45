package import Domain
package import Hummingbird

/// Takes the query of a request apart, and remembers everything that is wrong with it.
///
/// Parameters nobody asks for are ignored, an empty one is the same as none, and one given twice is refused.
package struct QueryReader {
    private let parameters: [(name: String, value: String)]
    private var faults: [FieldError] = []

    /// The query as it stands in the request's target, percent-encodings resolved.
    package init(_ request: Request) {
        parameters = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
    }

    /// Throws everything that was found wrong, if anything was.
    package func check() throws(InvalidInput) {
        guard faults.isEmpty else { throw InvalidInput(faults) }
    }

    /// The text of a parameter that may be missing.
    package mutating func text(_ name: String) -> String? {
        let values = parameters.filter { $0.name == name }
        if values.count > 1 { faults.append(FieldError(name, "Give this only once.")) }
        guard let value = values.first?.value, !value.isEmpty else { return nil }
        return value
    }

    /// A parameter read by `parse`, which returns `nil` for what it does not take; `message` then says the rule.
    package mutating func value<Value>(
        _ name: String, _ message: String, _ parse: (String) -> Value?
    ) -> Value? {
        guard let text = text(name) else { return nil }
        guard let value = parse(text) else {
            faults.append(FieldError(name, message))
            return nil
        }
        return value
    }

    /// A parameter that has to be there.
    package mutating func require(_ name: String) -> String? {
        guard let text = text(name) else {
            faults.append(FieldError(name, "This is needed."))
            return nil
        }
        return text
    }

    /// Decimal digits in a range; text is refused, and so is everything outside.
    package mutating func number<Number: FixedWidthInteger>(_ name: String, in range: ClosedRange<Number>) -> Number? {
        value(name, "This is a whole number from \(range.lowerBound) to \(range.upperBound).") { text in
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Number(text) else { return nil }
            return range.contains(number) ? number : nil
        }
    }

    /// `wait`: how long an answer may be held back for a change. At most 25 seconds, however much is asked for.
    package mutating func wait() -> Duration {
        let seconds = value("wait", "This is a whole number of seconds, up to 25.") { text in
            text.utf8.allSatisfy { (0x30...0x39).contains($0) } && text.utf8.count <= 9 ? Int(text) : nil
        }
        return .seconds(min(seconds ?? 0, 25))
    }
}
