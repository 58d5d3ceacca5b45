import Foundation

/// The parameters of a call, by their whole names: `line_items[0][quantity]`.
struct ReplayForm: Sendable, Equatable {
    private(set) var values: [String: String] = [:]

    init() {}

    /// Takes `application/x-www-form-urlencoded` text apart.
    ///
    /// - Throws: ``ReplayProblem`` for text that is none, and for a name that comes twice.
    init(_ text: String) throws(ReplayProblem) {
        for field in text.split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = Self.decode(parts[0]), let value = Self.decode(parts[1]) else {
                throw ReplayProblem(message: "The form cannot be read.")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .invalid(name, "Received the parameter twice.")
            }
        }
    }

    /// A parameter that may be missing.
    subscript(name: String) -> String? { values[name] }

    func require(_ name: String) throws(ReplayProblem) -> String {
        guard let value = values[name], !value.isEmpty else { throw .missing(name) }
        return value
    }

    func integer(_ name: String) throws(ReplayProblem) -> Int64? {
        guard let value = values[name] else { return nil }
        guard let number = Int64(value) else {
            throw .invalid(name, "Invalid integer: \(value)", code: "parameter_invalid_integer")
        }
        return number
    }

    /// Three letters in lower case.
    func currency(_ name: String) throws(ReplayProblem) -> String {
        let currency = try require(name).lowercased()
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }) else {
            throw .invalid(name, "Invalid currency: \(currency).")
        }
        return currency
    }

    /// The parameters below one name: `metadata[store]` as `store`. Stripe's limits are held.
    func metadata(_ name: String = "metadata") throws(ReplayProblem) -> [String: String] {
        var metadata: [String: String] = [:]
        for (key, value) in values where key.hasPrefix(name + "[") && key.hasSuffix("]") {
            metadata[String(key.dropFirst(name.count + 1).dropLast())] = value
        }
        guard metadata.count <= 50, metadata.keys.allSatisfy({ $0.count <= 40 && !$0.contains(where: "[]".contains) }),
            metadata.values.allSatisfy({ $0.count <= 500 })
        else { throw .invalid(name, "Metadata has up to 50 keys of 40 characters with values of 500.") }
        return metadata
    }

    /// - Parameter names: those that are known; one that ends with `[` stands for all below it.
    /// - Throws: ``ReplayProblem`` for any other parameter.
    func allow(only names: Set<String>) throws(ReplayProblem) {
        let groups = names.filter { $0.hasSuffix("[") }
        for name in values.keys.sorted() where !names.contains(name) {
            guard groups.contains(where: name.hasPrefix) else { throw .unknown(name) }
        }
    }

    /// What two calls have in common that are the same call.
    var fingerprint: String {
        values.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value)" }.joined(separator: "\u{0}")
    }

    private static func decode(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}
