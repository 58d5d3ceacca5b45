/// The parameters of a call, as `application/x-www-form-urlencoded` with Stripe's brackets: `metadata[store]=7`.
///
/// A key is a path: its first part stands as it is, the others in brackets. Whatever is no letter, digit, `-`, `.`, `_`
/// or `~` is percent-encoded in parts and values alike, so neither can add a parameter. Order is kept.
struct Form: Equatable, Sendable {
    private(set) var fields: [(path: [String], value: String)] = []

    static func == (left: Form, right: Form) -> Bool { left.encoded == right.encoded }

    /// Adds a parameter; one without a value is left out.
    mutating func add(_ path: String..., value: String?) {
        if let value { fields.append((path, value)) }
    }

    /// Adds a parameter; one without a value is left out.
    mutating func add(_ path: String..., value: Int64?) {
        if let value { fields.append((path, String(value))) }
    }

    /// Adds a parameter for each entry, in the order of their names.
    mutating func add(_ path: String..., entries: [String: String]) {
        for (name, value) in entries.sorted(by: { $0.key < $1.key }) { fields.append((path + [name], value)) }
    }

    /// The parameters as a body or behind a question mark.
    var encoded: String {
        fields.map { path, value in
            let parts = path.map(Self.encode)
            return parts[0] + parts.dropFirst().map { "[\($0)]" }.joined() + "=" + Self.encode(value)
        }.joined(separator: "&")
    }

    static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if ASCII.isWord(byte) || unreserved.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let unreserved = Array("-.~".utf8)
    private static let digits = Array("0123456789ABCDEF".utf8)
}
