import Domain
import Postgres
import Tenancy

/// The SQL on `sessions` of the platform's realm.
enum SessionQueries {
    static func insert(
        _ id: SessionID, of account: Account.ID, salt: [UInt8], lifetimes: SessionLifetimes, client: ClientInfo,
        on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            insert into sessions (id, user_id, salt, idle_expires_at, abs_expires_at, ip, user_agent)
            values (\(id), \(account), \(salt), now() + least(\(lifetimes.idle), \(lifetimes.absolute)),
                    now() + \(lifetimes.absolute), \(client.address)::inet, \(client.userAgent.map { String($0.prefix(400)) }))
            """)
    }

    /// What has become of a session and of its owner since a token was minted.
    struct Standing: Decodable, Sendable {
        let isRevoked: Bool
        let isActive: Bool
        let role: Account.Role
        let generation: Int64
    }

    static func standing(
        of id: SessionID, account: Account.ID, on master: Session<Master>
    ) async throws(PostgresError) -> Standing? {
        try await master.first(
            """
            select s.revoked_at is not null as is_revoked, u.is_active, u.role, u.generation
            from sessions s join users u on u.id = s.user_id
            where s.id = \(id) and u.id = \(account)
            """, decoding: Standing.self)
    }
}
