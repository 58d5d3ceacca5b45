import Foundation
package import Secrets
package import Tenancy

/// The keys that tokens rest on: made once, sealed in the master database, the same in every process.
package struct PlatformKeys: Sendable {
    package let signing: SigningKeySet
    package let refresh: RefreshTokenKey

    /// Reads the keys, and makes those that are missing. The keyring must have passed `KeyCheck`: rows name its keys.
    ///
    /// - Throws: the seal's one error when a key of the keyring is wrong or missing.
    package static func load(with keyring: Keyring, on master: Database<Master>) async throws -> PlatformKeys {
        try await master.transaction { master in
            try await PlatformKeyQueries.lock(on: master)
            return PlatformKeys(
                signing: try await signingKeys(with: keyring, on: master),
                refresh: try await refreshKey(with: keyring, on: master))
        }
    }

    private static func signingKeys(with keyring: Keyring, on master: Session<Master>) async throws -> SigningKeySet {
        var keys = try await PlatformKeyQueries.signingKeys(on: master).compactMap { row -> SigningKey? in
            guard let id = KeyID(row.kid), let state = SigningKey.State(rawValue: row.state) else { return nil }
            let secret = try keyring.open(Ciphertext(bytes: row.sealedPrivateKey), for: signingContext(row.kid))
            return try SigningKey(id: id, state: state, privateRepresentation: secret)
        }
        if !keys.contains(where: { $0.state == .active }) {
            let name = "k" + UUID().uuidString.lowercased().prefix(8)
            guard let id = KeyID(name) else { throw SigningKeyError.noActiveKey }
            let key = SigningKey(generating: id, state: .active)
            let sealed = keyring.seal(key.privateRepresentation, for: signingContext(name))
            try await PlatformKeyQueries.insertActive(
                name, sealed: sealed.bytes, by: keyring.primaryKeyID.rawValue, publicKey: key.publicRepresentation,
                on: master)
            keys.append(key)
        }
        return try SigningKeySet(keys)
    }

    private static func refreshKey(with keyring: Keyring, on master: Session<Master>) async throws -> RefreshTokenKey {
        let name = "refresh-tokens"
        let context = context(table: "platform_secrets", column: "sealed_value", name: name)
        let secret: SecretBytes
        if let sealed = try await PlatformKeyQueries.secret(name, on: master) {
            secret = try keyring.open(Ciphertext(bytes: sealed), for: context)
        } else {
            secret = RefreshTokenKey.generate()
            try await PlatformKeyQueries.insertSecret(
                name, sealed: keyring.seal(secret, for: context).bytes, by: keyring.primaryKeyID.rawValue,
                on: master)
        }
        guard let key = RefreshTokenKey(secret) else { throw CiphertextError() }
        return key
    }

    private static func signingContext(_ kid: String) -> SealingContext {
        context(table: "signing_keys", column: "sealed_private_key", name: kid)
    }

    /// Platform rows belong to no store; their name stands in the column's place of the context.
    private static func context(table: String, column: String, name: String) -> SealingContext {
        SealingContext(table: table, column: "\(column)/\(name)", owner: .zero, version: 1)
    }
}

extension UUID {
    /// All bits zero: nobody.
    fileprivate static let zero = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
}
