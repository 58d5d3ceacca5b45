import Crypto

/// The keys that seal what the databases keep secret. The first seals; all of them open.
///
/// Each key is AES-256 and wraps data keys only, each used once, so the limit of 2³² encryptions under one key with
/// random nonces (NIST SP 800-38D §8.3) is one of sealed values, not of bytes. Immutable; shows names and nothing else.
public struct Keyring: Sendable {
    /// The key that seals.
    public let primaryKeyID: KeyID
    /// All names, the primary's first, the others in the order they were given.
    public let keyIDs: [KeyID]
    let keys: [KeyID: SymmetricKey]

    /// A ring of keys with different names, of which the first seals.
    init(primary: (KeyID, SymmetricKey), others: [(KeyID, SymmetricKey)] = []) {
        primaryKeyID = primary.0
        keyIDs = [primary.0] + others.map(\.0)
        keys = Dictionary(([primary] + others).map { ($0.0, $0.1) }) { first, _ in first }
    }

    /// Whether values under this key can be opened here.
    public func contains(_ id: KeyID) -> Bool { keys[id] != nil }

    /// The check value of a key, `nil` when the ring does not have it.
    public func checkValue(of id: KeyID) -> KeyCheckValue? { keys[id].map(KeyCheckValue.init(of:)) }
}

extension Keyring: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The names, the primary's first.
    public var description: String { "Keyring(\(keyIDs.map(\.rawValue).joined(separator: ", ")))" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
