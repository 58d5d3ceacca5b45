import Postgres
import Tenancy

/// The SQL on `platform_secrets`, and the lock under which keys of either table change.
enum PlatformKeyQueries {
    /// Held until the transaction ends: of many processes that start at once, one makes the keys, and of many
    /// that find a key due, one moves it.
    static func lock(on master: Session<Master>) async throws(PostgresError) {
        try await master.execute("select pg_advisory_xact_lock(hashtext('tenantry.platform-keys'))")
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
