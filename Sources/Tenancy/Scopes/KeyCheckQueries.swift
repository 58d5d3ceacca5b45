import Foundation
import Postgres

/// The SQL on `encryption_keys`.
enum KeyCheckQueries {
    /// Writes a key's fingerprint down unless one stands there under its name.
    ///
    /// - Returns: the fingerprint that stands there now.
    static func note(
        _ name: String, value: [UInt8], on master: Session<Master>
    ) async throws(PostgresError) -> [UInt8]? {
        try await master.execute(
            """
            insert into encryption_keys (kid, key_check_value) values (\(name), \(value)) on conflict do nothing
            """)
        return try await master.first(
            "select key_check_value from encryption_keys where kid = \(name)", as: [UInt8].self)
    }

    /// Names of the keys that something is sealed with.
    static func inUse(on master: Session<Master>) async throws(PostgresError) -> [String] {
        try await master.all(
            """
            select key_id from store_databases
            union select key_id from signing_keys where state <> 'revoked'
            union select key_id from platform_secrets
            """, as: String.self)
    }
}
