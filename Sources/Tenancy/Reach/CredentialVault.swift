package import Domain
import Foundation
package import Secrets

/// Seals how a store's database is reached, and opens it for the moment of connecting.
///
/// The seal binds table, column, store and credential version: a row copied to another store does not open.
package struct CredentialVault: Sendable {
    private let keyring: Keyring

    /// - Parameter keyring: its primary key seals; any of its keys opens.
    package init(keyring: Keyring) { self.keyring = keyring }

    /// The name of the key that seals now.
    package var keyID: String { keyring.primaryKeyID.rawValue }

    /// Padded first, so that the length of a password cannot be told from the column.
    package func seal(_ address: DatabaseAddress, store: Store.ID, version: Int) throws -> [UInt8] {
        var plaintext = try JSONEncoder().encode(address)
        let secret = SecretBytes(wiping: &plaintext)
        return keyring.seal(secret.padded(), for: context(store, version)).bytes
    }

    /// - Throws: one generic error for whatever is wrong with the seal.
    package func open(_ sealed: some Collection<UInt8>, store: Store.ID, version: Int) throws -> DatabaseAddress {
        let secret = try keyring.open(Ciphertext(bytes: sealed), for: context(store, version)).unpadded()
        return try secret.withData { try JSONDecoder().decode(DatabaseAddress.self, from: $0) }
    }

    private func context(_ store: Store.ID, _ version: Int) -> SealingContext {
        SealingContext(
            table: "store_databases", column: "sealed_credentials", owner: store.rawValue, version: UInt32(version))
    }
}
