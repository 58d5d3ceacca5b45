import Domain
import Postgres
import Tenancy

/// The SQL on `users` and `sessions` by which operators act upon other people's accounts.
enum PeopleQueries {
    private static let columns: SQL = "id, email, first_name, last_name, role, is_active, created_at"

    /// The account of this address, kept from changing until the transaction ends.
    static func lock(_ email: EmailAddress, on master: Session<Master>) async throws(PostgresError) -> Account? {
        try await master.first(
            """
            select \(fragment: columns) from users where lower(email) = \(email.normalized) for no key update
            """, decoding: AccountQueries.AccountRow.self)?.account
    }

    static func list(
        _ role: Account.Role?, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> [Account] {
        try await master.all(
            """
            select \(fragment: columns) from users
            where (\(role == nil) or role = \(role))
            order by created_at desc, id desc limit \(Int64(limit))
            """, decoding: AccountQueries.AccountRow.self
        ).map(\.account)
    }

    static func setRole(
        _ role: Account.Role, of id: Account.ID, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute("update users set role = \(role) where id = \(id)")
    }

    /// Triggers raise the generation with it, and write down that every older token is dead.
    static func deactivate(_ id: Account.ID, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute("update users set is_active = false where id = \(id) and is_active")
    }

    /// - Returns: how many had not ended yet.
    static func endSessions(of id: Account.ID, on master: Session<Master>) async throws(PostgresError) -> Int {
        try await master.execute(
            """
            update sessions set revoked_at = now(), revoke_reason = 'deactivated'
            where user_id = \(id) and revoked_at is null
            """)
    }
}
