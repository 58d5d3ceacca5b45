/// One value on its way to the server.
public struct PostgresValue: Sendable {
    /// How `bytes` are to be read by the server.
    public enum Format: Sendable, Equatable { case text, binary }

    /// The type's object identifier; 0 lets the server infer it from where the value stands.
    public let oid: UInt32
    /// How `bytes` are written.
    public let format: Format
    /// The value's bytes without a terminator, `nil` for NULL.
    public let bytes: [UInt8]?

    /// A value as it is; nothing is checked but NULs in text, when it is sent.
    public init(oid: UInt32, format: Format, bytes: [UInt8]?) {
        self.oid = oid
        self.format = format
        self.bytes = bytes
    }

    /// Text whose type the server infers. A NUL in it is refused when the statement is sent.
    public init(text: String) {
        self.init(oid: 0, format: .text, bytes: Array(text.utf8))
    }

    /// NULL of a type; 0 lets the server infer it.
    public static func null(of oid: UInt32 = 0) -> PostgresValue {
        PostgresValue(oid: oid, format: .binary, bytes: nil)
    }
}

extension PostgresValue: CustomStringConvertible, CustomReflectable {
    /// The type only: values may be secrets.
    public var description: String { "PostgresValue(oid: \(oid))" }
    public var customMirror: Mirror { Mirror(self, children: ["oid": oid]) }
}
