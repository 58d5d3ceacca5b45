/// The name of an encryption key: 1 to 32 characters out of `a`–`z`, `0`–`9`, `.`, `_` and `-`.
///
/// Not a secret: every ciphertext carries the name of the key that seals it.
public struct KeyID: Hashable, Sendable {
    /// The name itself.
    public let rawValue: String

    /// Reads a name from the bytes of a ciphertext.
    init?(_ bytes: some Collection<UInt8>) {
        guard 1...32 ~= bytes.count, bytes.allSatisfy(Self.isAllowed) else { return nil }
        rawValue = String(decoding: bytes, as: UTF8.self)
    }

    private static func isAllowed(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension KeyID: RawRepresentable, LosslessStringConvertible, Codable {
    /// `nil` for anything that is no name.
    public init?(rawValue: String) { self.init(rawValue.utf8) }

    /// `nil` for anything that is no name.
    public init?(_ description: String) { self.init(description.utf8) }

    /// The name itself.
    public var description: String { rawValue }
}
