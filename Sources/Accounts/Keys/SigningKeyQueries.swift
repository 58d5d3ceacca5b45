import Domain
import Foundation
import Postgres
import Secrets
import Tenancy

/// The SQL on `signing_keys`. Each state is left by one statement that says where it expects to begin.
enum SigningKeyQueries {
    struct Row: Decodable, Sendable {
        let kid: String
        let state: SigningKey.State
        let sealedPrivateKey: Data
    }

    static func believed(on master: Session<Master>) async throws(PostgresError) -> [Row] {
        try await master.all(
            "select kid, state, sealed_private_key from signing_keys where state <> 'revoked' order by created_at, kid",
            decoding: Row.self)
    }

    static func insert(
        _ key: SigningKey, sealed: [UInt8], by keyID: String, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            insert into signing_keys (kid, sealed_private_key, key_id, public_key, state, activated_at)
            values (\(key.id.rawValue), \(sealed), \(keyID), \(key.publicRepresentation), \(key.state.rawValue),
                    case when \(key.state == .active) then now() end)
            """)
    }

    static func state(of kid: String, on master: Session<Master>) async throws(PostgresError) -> SigningKey.State? {
        try await master.first("select state from signing_keys where kid = \(kid)", as: String.self)
            .flatMap { SigningKey.State(rawValue: $0) }
    }

    /// The key that waits, and when it has been published for as long as `lead`.
    static func pending(
        lead: Duration, on master: Session<Master>
    ) async throws(PostgresError) -> (kid: String, due: Timestamp)? {
        try await master.first(
            "select kid, created_at + \(lead) from signing_keys where state = 'pending'", as: (String, Timestamp).self)
    }

    /// Whether any key has been in its state for long enough; asked without the lock.
    static func isDue(
        lead: Duration, retention: Duration, at moment: Timestamp?, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.first(
            """
            select exists (
                select from signing_keys
                where state = 'pending' and created_at <= \(fragment: time(moment)) - \(lead)
                   or state = 'verify_only' and retired_at <= \(fragment: time(moment)) - \(retention))
            """, as: Bool.self) ?? false
    }

    /// - Returns: the name of the key that had signed until now.
    static func retireActive(
        at moment: Timestamp?, on master: Session<Master>
    ) async throws(PostgresError) -> String? {
        try await master.first(
            """
            update signing_keys set state = 'verify_only', retired_at = \(fragment: time(moment))
            where state = 'active' returning kid
            """, as: String.self)
    }

    /// - Returns: the name of the key that waits, `nil` when none does or not for as long as `lead`.
    static func ripe(
        lead: Duration, at moment: Timestamp?, on master: Session<Master>
    ) async throws(PostgresError) -> String? {
        try await master.first(
            """
            select kid from signing_keys
            where state = 'pending' and created_at <= \(fragment: time(moment)) - \(lead)
            """, as: String.self)
    }

    static func activate(_ kid: String, at moment: Timestamp?, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            update signing_keys set state = 'active', activated_at = \(fragment: time(moment))
            where kid = \(kid) and state = 'pending'
            """)
    }

    /// - Returns: names of the keys that nothing alive can have been signed with.
    static func dropRetired(
        retention: Duration, at moment: Timestamp?, on master: Session<Master>
    ) async throws(PostgresError) -> [String] {
        try await master.all(
            """
            update signing_keys set state = 'revoked', revoked_at = \(fragment: time(moment))
            where state = 'verify_only' and retired_at <= \(fragment: time(moment)) - \(retention)
            returning kid
            """, as: String.self)
    }

    static func revoke(_ kid: String, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            update signing_keys
            set state = 'revoked', revoked_at = now(),
                retired_at = case when state = 'active' then now() else retired_at end
            where kid = \(kid) and state <> 'revoked'
            """)
    }

    /// A moment that the caller knows better, else the database's own.
    private static func time(_ moment: Timestamp?) -> SQL {
        if let moment { "\(moment)::timestamptz" } else { "now()" }
    }
}
