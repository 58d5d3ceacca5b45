import Domain
import Postgres
import Tenancy

/// The SQL on `users`.
enum AccountQueries {
    private static let columns: SQL = "id, email, first_name, last_name, role, is_active, created_at"

    /// - Returns: `nil` when somebody has this address, in whatever case.
    static func insert(
        _ id: Account.ID, _ registration: Registration, hash: String, on master: Session<Master>
    ) async throws(PostgresError) -> Account? {
        try await master.first(
            """
            insert into users (id, email, password_hash, first_name, last_name)
            values (\(id), \(registration.email), \(hash), \(registration.firstName), \(registration.lastName))
            on conflict (lower(email)) do nothing
            returning \(fragment: columns)
            """, decoding: AccountRow.self)?.account
    }

    static func find(_ id: Account.ID, on master: Session<Master>) async throws(PostgresError) -> Account? {
        try await master.first(
            "select \(fragment: columns) from users where id = \(id)", decoding: AccountRow.self)?.account
    }

    /// What an active account may do; `nil` for any other.
    static func role(of id: Account.ID, on master: Session<Master>) async throws(PostgresError) -> Account.Role? {
        try await master.first("select role from users where id = \(id) and is_active", as: Account.Role.self)
    }

    /// What a login needs of an account.
    struct Login: Decodable, Sendable {
        let id: Account.ID
        let passwordHash: String?
        let isActive: Bool
        let generation: Int64
    }

    static func login(
        _ email: EmailAddress, on master: Session<Master>
    ) async throws(PostgresError) -> Login? {
        try await master.first(
            """
            select id, password_hash, is_active, generation from users where lower(email) = \(email.normalized)
            """, decoding: Login.self)
    }

    /// - Returns: `false` when the password is another one by now.
    static func setPassword(
        _ hash: String, insteadOf old: String, of id: Account.ID, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            "update users set password_hash = \(hash) where id = \(id) and password_hash = \(old)") == 1
    }

    struct AccountRow: Decodable {
        let id: Account.ID
        let email: EmailAddress
        let firstName: DisplayName
        let lastName: DisplayName
        let role: Account.Role
        let isActive: Bool
        let createdAt: Timestamp

        var account: Account {
            Account(
                id: id, email: email, firstName: firstName, lastName: lastName, role: role, isActive: isActive,
                createdAt: createdAt)
        }
    }
}
