import Crypto
import Secrets

/// The signing keys of one moment: which one signs, which are believed. Immutable; a reload makes a new one.
package struct SigningKeySet: Sendable {
    /// The key that signs.
    package let active: SigningKey
    /// Every key that is published, revoked ones left out, in the order given.
    package let published: [SigningKey]
    private let publicKeys: [ArraySlice<UInt8>: P256.Signing.PublicKey]

    /// - Throws: ``SigningKeyError`` unless exactly one key is active and all names differ.
    package init(_ keys: [SigningKey]) throws(SigningKeyError) {
        let active = keys.filter { $0.state == .active }
        guard let first = active.first else { throw .noActiveKey }
        guard active.count == 1 else { throw .severalActiveKeys }
        var names: Set<KeyID> = []
        for key in keys where !names.insert(key.id).inserted { throw .duplicateName(key.id) }
        self.active = first
        published = keys.filter { $0.state != .revoked }
        publicKeys = Dictionary(
            published.map { (key: SigningKey) in (key.headerSegment[...], key.privateKey.publicKey) }
        ) { first, _ in first }
    }

    /// The key that signs tokens with exactly this header, byte for byte; `nil` for any other header.
    ///
    /// This replaces reading the header: an algorithm, key or URL that somebody wrote there is never looked at.
    /// A pending key is believed, for another process may have begun to sign with it already.
    func publicKey(forHeaderSegment segment: ArraySlice<UInt8>) -> P256.Signing.PublicKey? {
        publicKeys[segment]
    }
}
