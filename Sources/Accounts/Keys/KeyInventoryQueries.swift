import Domain
import Postgres
import Tenancy

/// The SQL that counts what each key seals.
enum KeyInventoryQueries {
    struct CredentialKeyRow: Decodable, Sendable {
        let name: String
        let isRetired: Bool
        let firstSeenAt: Timestamp
        let storeDatabases: Int64
        let signingKeys: Int64
        let platformSecrets: Int64
    }

    /// Every credential key that was ever brought; signing keys count until they are revoked.
    static func credentialKeys(on master: Session<Master>) async throws(PostgresError) -> [CredentialKeyRow] {
        try await master.all(
            """
            select kid as name, state = 'retired' as is_retired, first_seen_at,
                   (select count(*) from store_databases where key_id = kid) as store_databases,
                   (select count(*) from signing_keys s where s.key_id = k.kid and s.state <> 'revoked')
                       as signing_keys,
                   (select count(*) from platform_secrets where key_id = kid) as platform_secrets
            from encryption_keys k
            """, decoding: CredentialKeyRow.self)
    }

    static func signingKeys(on master: Session<Master>) async throws(PostgresError) -> [KeyInventory.Signing] {
        try await master.all(
            """
            select kid, state, key_id as sealed_with, created_at, activated_at, retired_at, revoked_at,
                   greatest(0, extract(epoch from now() - case state
                       when 'pending' then created_at
                       when 'active' then activated_at
                       when 'verify_only' then coalesce(retired_at, activated_at)
                       else coalesce(revoked_at, retired_at, created_at) end))::bigint as seconds_in_state
            from signing_keys order by created_at desc, kid limit 100
            """, decoding: KeyInventory.Signing.self)
    }
}
