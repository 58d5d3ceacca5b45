import Domain
import Foundation
import Postgres
import Tenancy

/// The SQL by which the users of a store log in. What a tenant answers is cut where it stands and judged by
/// ``StoreUserRecord``.
enum StoreUserQueries {
    /// The account behind a store, of the platform's own database.
    struct Owner: Decodable, Sendable {
        let email: EmailAddress
        let passwordHash: String?
        let isActive: Bool
    }

    private static let columns: SQL = """
        left(id::text, 40) as id, left(email::text, 321) as email, left(password_hash::text, 400) as password_hash,
        left(status::text, 20) as status, left(gen::text, 20) as generation, left(is_owner::text, 8) as is_owner,
        left(display_name::text, 300) as display_name, left(first_name::text, 300) as first_name,
        left(last_name::text, 300) as last_name
        """

    static func owner(of store: Store.ID, on master: Session<Master>) async throws(PostgresError) -> Owner? {
        try await master.first(
            """
            select u.email, u.password_hash, u.is_active
            from stores s join users u on u.id = s.owner_id where s.id = \(store)
            """, decoding: Owner.self)
    }

    /// The owner's row, or the row of the one member of staff with this address; the same statement either way.
    ///
    /// - Returns: all rows there are, more than one being a fault.
    static func users(
        _ email: String, asOwner: Bool, on tenant: Session<Tenant>
    ) async throws(PostgresError) -> [StoreUserRecord] {
        try await tenant.all(
            """
            select \(fragment: columns) from public.users
            where (\(asOwner) and is_owner) or (not \(asOwner) and not is_owner and lower(email) = \(email))
            limit 2
            """)
    }

    /// The row of an id, whoever it is.
    static func user(_ id: UUID, on tenant: Session<Tenant>) async throws(PostgresError) -> [StoreUserRecord] {
        try await tenant.all(
            "select \(fragment: columns) from public.users where id = \(id) limit 2")
    }

    /// Puts a better hash in the place of the one that was just proven, if that still stands there.
    ///
    /// - Returns: whether it did.
    @discardableResult
    static func improve(
        _ id: UUID, from old: String, to new: String, on tenant: Session<Tenant>
    ) async throws(PostgresError) -> Bool {
        try await tenant.execute(
            "update public.users set password_hash = \(new) where id = \(id) and password_hash = \(old)") == 1
    }
}
