/// A value that shows itself to nobody by accident.
///
/// Interpolated, logged, dumped, mirrored or thrown about, it is `<redacted>`; only ``exposed`` gives it away, and that
/// word can be searched for. It is not `Codable`, so nothing that holds one encodes without saying how.
public struct Redacted<Value> {
    /// The value itself. Every use of this is a place where the secret leaves its cover.
    public let exposed: Value

    /// Covers a value.
    public init(_ value: Value) {
        exposed = value
    }
}

extension Redacted: Sendable where Value: Sendable {}
extension Redacted: Equatable where Value: Equatable {}

extension Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    public var description: String { "<redacted>" }

    /// Always `<redacted>`.
    public var debugDescription: String { "<redacted>" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
