import Foundation
import Postgres
import Tenancy

/// The SQL on `signing_keys` and `platform_secrets`.
enum PlatformKeyQueries {
    /// Held until the transaction ends: of many processes that start at once, one makes the keys.
    static func lock(on master: Session<Master>) async throws(PostgresError) {
        try await master.execute("select pg_advisory_xact_lock(hashtext('tenantry.platform-keys'))")
    }

    struct SigningKeyRow: Decodable, Sendable {
        let kid: String
        let state: String
        let sealedPrivateKey: Data
    }

    static func signingKeys(on master: Session<Master>) async throws(PostgresError) -> [SigningKeyRow] {
        try await master.all(
            "select kid, state, sealed_private_key from signing_keys where state <> 'revoked' order by created_at",
            decoding: SigningKeyRow.self)
    }

    static func insertActive(
        _ kid: String, sealed: [UInt8], by keyID: String, publicKey: [UInt8], on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            insert into signing_keys (kid, sealed_private_key, key_id, public_key, state, activated_at)
            values (\(kid), \(sealed), \(keyID), \(publicKey), 'active', now())
            """)
    }

    static func secret(_ name: String, on master: Session<Master>) async throws(PostgresError) -> [UInt8]? {
        try await master.first("select sealed_value from platform_secrets where name = \(name)", as: [UInt8].self)
    }

    static func insertSecret(
        _ name: String, sealed: [UInt8], by keyID: String, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            "insert into platform_secrets (name, sealed_value, key_id) values (\(name), \(sealed), \(keyID))")
    }
}
