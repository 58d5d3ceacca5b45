package import Requests
package import Secrets
package import Tenancy

/// The keys that tokens rest on: made once, sealed in the master database, the same in every process.
package struct PlatformKeys: Sendable {
    package let signing: SigningKeySet
    package let refresh: RefreshTokenKey
    package let device: DeviceCookieKey

    /// Reads the keys, and makes those that are missing. The keyring must have passed `KeyCheck`: rows name its keys.
    ///
    /// - Throws: the seal's one error when a key of the keyring is wrong or missing.
    package static func load(with keyring: Keyring, on master: Database<Master>) async throws -> PlatformKeys {
        try await master.transaction { master in
            try await PlatformKeyQueries.lock(on: master)
            let signing = try await signingKeys(with: keyring, on: master)
            guard let refresh = RefreshTokenKey(try await secret("refresh-tokens", with: keyring, on: master)),
                let device = DeviceCookieKey(secret: try await secret("device-cookies", with: keyring, on: master))
            else { throw CiphertextError() }
            return PlatformKeys(signing: signing, refresh: refresh, device: device)
        }
    }

    private static func signingKeys(with keyring: Keyring, on master: Session<Master>) async throws -> SigningKeySet {
        let rows = SealedSigningKeys(keyring: keyring)
        let found = try await rows.read(on: master)
        guard found.unreadable.isEmpty else { throw CiphertextError() }
        guard !found.keys.contains(where: { $0.state == .active }) else { return try SigningKeySet(found.keys) }
        return try SigningKeySet(found.keys + [try await rows.make(.active, on: master)])
    }

    private static func secret(
        _ name: String, with keyring: Keyring, on master: Session<Master>
    ) async throws -> SecretBytes {
        let context = SealingContext(platformTable: "platform_secrets", column: "sealed_value", name: name)
        if let sealed = try await PlatformKeyQueries.secret(name, on: master) {
            return try keyring.open(Ciphertext(bytes: sealed), for: context)
        }
        let secret = SecretBytes.random(count: 32)
        try await PlatformKeyQueries.insertSecret(
            name, sealed: keyring.seal(secret, for: context).bytes, by: keyring.primaryKeyID.rawValue, on: master)
        return secret
    }
}
