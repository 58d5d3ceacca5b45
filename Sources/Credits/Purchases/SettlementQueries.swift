import Domain
import Foundation
import Postgres
import Tenancy

/// The SQL that ends a purchase.
enum SettlementQueries {
    /// Locks the purchase until the caller's transaction ends.
    static func lock(_ id: UUID, on master: Session<Master>) async throws(PostgresError) -> LockedRow? {
        try await master.first(
            """
            select store_id, user_id, amount, description, state from credit_purchases where id = \(id) for update
            """, decoding: LockedRow.self)
    }

    static func complete(_ id: UUID, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            with done as (
                update credit_purchases set state = 'completed', failure_code = null, paid_at = coalesce(paid_at, now())
                where id = \(id) returning billing_id)
            update billing_transactions b set status = 'completed' from done where b.id = done.billing_id
            """)
    }

    static func fail(_ id: UUID, code: String, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            with done as (
                update credit_purchases set state = 'failed', failure_code = \(code)
                where id = \(id) and state = 'pending' returning billing_id)
            update billing_transactions b set status = 'failed' from done where b.id = done.billing_id
            """)
    }

    struct LockedRow: Decodable {
        let storeId: Store.ID
        let userId: Account.ID
        let amount: Int64
        let description: String
        let state: CreditTransaction.Status
    }
}
