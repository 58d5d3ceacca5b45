import Domain
import Postgres
import Tenancy

/// The SQL that shows credits.
enum CreditQueries {
    static func balance(
        of store: Store.ID, owner: Account.ID?, on master: Session<Master>
    ) async throws(PostgresError) -> BalanceRow? {
        try await master.first(
            """
            select b.store_id, b.balance, b.held, b.lifetime_purchased, b.lifetime_spent, b.last_seq, b.updated_at,
                   \(fragment: ExpiryQueries.isDue) as is_due
            from credit_balances b join stores s on s.id = b.store_id
            where b.store_id = \(store) and s.owner_id = coalesce(\(owner), s.owner_id)
            """, decoding: BalanceRow.self)
    }

    static func prices(on master: Session<Master>) async throws(PostgresError) -> [PriceRow] {
        try await master.all(
            """
            select service_key, name, unit_price, billing_type from service_credit_costs
            where is_active order by service_key
            """, decoding: PriceRow.self)
    }

    struct BalanceRow: Decodable {
        let storeId: Store.ID
        let balance: Int64
        let held: Int64
        let lifetimePurchased: Int64
        let lifetimeSpent: Int64
        let lastSeq: Int64
        let updatedAt: Timestamp
        let isDue: Bool
    }

    struct PriceRow: Decodable {
        let serviceKey: String
        let name: String
        let unitPrice: Int64
        let billingType: String
    }
}
