import Domain
import Postgres
import Tenancy

/// The SQL that ends what has a time limit.
enum ExpiryQueries {
    /// Whether something of the store in `b` has ended that is not written down yet. A grant that lapsed under a hold waits
    /// for the end of the hold.
    static let isDue: SQL = """
        (coalesce(b.next_expiry_at <= now() and b.balance > b.held, false)
         or (b.held > 0 and exists (
            select from credit_holds h where h.store_id = b.store_id and h.state = 'active' and h.expires_at <= now())))
        """

    static func due(limit: Int, on master: Session<Master>) async throws(PostgresError) -> [Store.ID] {
        try await master.all(
            """
            select b.store_id from credit_balances b
            where b.next_expiry_at <= now() and b.balance > b.held
            union
            select h.store_id from credit_holds h where h.state = 'active' and h.expires_at <= now()
            limit \(Int64(limit))
            """, as: Store.ID.self)
    }

    static func expire(_ store: Store.ID, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute("select credit_expire(\(store))")
    }
}
