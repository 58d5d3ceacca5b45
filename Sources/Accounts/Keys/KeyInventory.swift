import Domain
package import Secrets
package import Tenancy

/// Which keys there are and what rests on them; shows names and counts, never a key.
package struct KeyInventory: Sendable, Encodable {
    /// A key of `TENANTRY_CREDENTIAL_KEYS`, or one that once was.
    struct CredentialKey: Sendable, Encodable {
        let name: String
        /// Whether it seals what is new.
        let isPrimary: Bool
        /// Whether this process was given it.
        let isPresent: Bool
        let isRetired: Bool
        let firstSeenAt: Timestamp?
        /// How many rows it seals.
        let storeDatabases: Int64
        let signingKeys: Int64
        let platformSecrets: Int64
    }

    /// A key that access tokens are, were or will be signed with.
    struct Signing: Sendable, Codable {
        let kid: String
        let state: SigningKey.State
        /// The credential key that seals it.
        let sealedWith: String
        let createdAt: Timestamp
        let activatedAt: Timestamp?
        let retiredAt: Timestamp?
        let revokedAt: Timestamp?
        /// Whole seconds in its present state.
        let secondsInState: Int64
    }

    /// The primary key first, then by name.
    let credentialKeys: [CredentialKey]
    /// The newest first; at most a hundred.
    let signingKeys: [Signing]

    /// Counts, with the keyring of this process beside it.
    package static func take(with keyring: Keyring, on master: Database<Master>) async throws -> KeyInventory {
        let rows = try await KeyInventoryQueries.credentialKeys(on: master.session)
        let known = rows.map { row in
            let id = KeyID(row.name)
            return CredentialKey(
                name: row.name, isPrimary: id == keyring.primaryKeyID, isPresent: id.map(keyring.contains) ?? false,
                isRetired: row.isRetired, firstSeenAt: row.firstSeenAt, storeDatabases: row.storeDatabases,
                signingKeys: row.signingKeys, platformSecrets: row.platformSecrets)
        }
        let unused = keyring.keyIDs.filter { id in !rows.contains { $0.name == id.rawValue } }.map { id in
            CredentialKey(
                name: id.rawValue, isPrimary: id == keyring.primaryKeyID, isPresent: true, isRetired: false,
                firstSeenAt: nil, storeDatabases: 0, signingKeys: 0, platformSecrets: 0)
        }
        return KeyInventory(
            credentialKeys: (known + unused).sorted {
                ($0.isPrimary ? 0 : 1, $0.name) < ($1.isPrimary ? 0 : 1, $1.name)
            },
            signingKeys: try await KeyInventoryQueries.signingKeys(on: master.session))
    }
}
