import Domain
import Foundation
import Jobs
import Postgres
import Tenancy

/// The SQL that ends a purchase.
enum SettlementQueries {
    /// Locks the purchase until the caller's transaction ends.
    static func lock(_ id: UUID, on master: Session<Master>) async throws(PostgresError) -> LockedRow? {
        try await master.first(
            """
            select store_id, user_id, job_id, state, news, seen from credit_purchases where id = \(id) for update
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

    /// - Parameter isFinal: whether it fails even if there is a page to pay it on.
    static func fail(
        _ id: UUID, code: String, isFinal: Bool, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            with done as (
                update credit_purchases set state = 'failed', failure_code = \(code)
                where id = \(id) and state = 'pending' and (\(isFinal) or checkout_id is null) returning billing_id)
            update billing_transactions b set status = 'failed' from done where b.id = done.billing_id
            """)
    }

    struct LockedRow: Decodable {
        let storeId: Store.ID
        let userId: Account.ID
        let jobId: Job.ID?
        let state: CreditTransaction.Status
        let news: Int64
        let seen: Int64
    }
}
