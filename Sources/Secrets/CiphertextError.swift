/// A value that does not open, for whatever reason.
///
/// Unknown key, wrong place, wrong version, truncation, one flipped bit: all the same, on purpose. Whether the key is
/// known can be asked of the ``Keyring`` with the ciphertext's ``Ciphertext/keyID``.
public struct CiphertextError: Error, Hashable, CustomStringConvertible {
    /// For a value that opened and then was not what it should be.
    public init() {}

    /// Always the same sentence.
    public var description: String { "The sealed value does not open." }
}
