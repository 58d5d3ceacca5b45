import Foundation
import Secrets
import Tenancy

/// The signing keys as their rows hold them: sealed with a credential key, opened when they are read.
struct SealedSigningKeys: Sendable {
    let keyring: Keyring

    /// What the rows hold, revoked keys left out, oldest first.
    struct Contents: Sendable {
        var keys: [SigningKey] = []
        /// Names of keys that this process cannot open, for want of the credential key that seals them.
        var unreadable: [String] = []
    }

    /// Reads the rows in one statement.
    ///
    /// - Parameter known: keys that were opened before; what a name means never changes, so they are not opened again.
    func read(reusing known: [SigningKey] = [], on master: Session<Master>) async throws -> Contents {
        var contents = Contents()
        for row in try await SigningKeyQueries.believed(on: master) {
            if let key = known.first(where: { $0.id.rawValue == row.kid }) {
                contents.keys.append(key.moved(to: row.state))
            } else if let id = KeyID(row.kid),
                let secret = try? keyring.open(Ciphertext(bytes: row.sealedPrivateKey), for: Self.context(of: row.kid)),
                let key = try? SigningKey(id: id, state: row.state, privateRepresentation: secret)
            {
                contents.keys.append(key)
            } else {
                contents.unreadable.append(row.kid)
            }
        }
        return contents
    }

    /// Makes a key and writes it down.
    func make(_ state: SigningKey.State, on master: Session<Master>) async throws -> SigningKey {
        guard let id = KeyID("k" + UUID().uuidString.lowercased().prefix(8)) else {
            preconditionFailure("a letter and eight hexadecimal digits are a name")
        }
        let key = SigningKey(generating: id, state: state)
        let sealed = keyring.seal(key.privateRepresentation, for: Self.context(of: id.rawValue))
        try await SigningKeyQueries.insert(
            key, sealed: sealed.bytes, by: keyring.primaryKeyID.rawValue, on: master)
        return key
    }

    private static func context(of kid: String) -> SealingContext {
        SealingContext(platformTable: "signing_keys", column: "sealed_private_key", name: kid)
    }
}
