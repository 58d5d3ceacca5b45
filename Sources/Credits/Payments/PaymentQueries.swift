import Domain
import Foundation
import Jobs
import Postgres
import Tenancy

/// The SQL that keeps the books of payments beside those of credits.
enum PaymentQueries {
    static func checkout(of purchase: UUID, on master: Session<Master>) async throws(PostgresError) -> String? {
        try await master.first(
            "select checkout_id from credit_purchases where id = \(purchase) and checkout_id is not null",
            as: String.self)
    }

    /// Writes down where a purchase is paid; the first page stays.
    static func save(
        _ page: CheckoutPage, of purchase: UUID, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            update credit_purchases set checkout_id = \(page.id), checkout_url = \(page.url)
            where id = \(purchase) and checkout_id is null
            """)
    }

    /// How often something was told of the payment.
    static func news(of purchase: UUID, on master: Session<Master>) async throws(PostgresError) -> Int64 {
        try await master.first("select news from credit_purchases where id = \(purchase)", as: Int64.self) ?? 0
    }

    /// Writes down as of which news the provider was asked.
    static func markSeen(
        _ news: Int64, of purchase: UUID, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            "update credit_purchases set seen = greatest(seen, \(news)) where id = \(purchase)")
    }

    /// Something was told of the payment. Locks the purchase until the caller's transaction ends.
    ///
    /// - Returns: its job; `nil` when there is no such purchase, or nobody is asked about it.
    static func addNews(of purchase: UUID, on master: Session<Master>) async throws(PostgresError) -> NewsRow? {
        try await master.first(
            """
            update credit_purchases set news = news + 1 where id = \(purchase) and checkout_id is not null
            returning job_id, store_id, user_id
            """, decoding: NewsRow.self)
    }

    static func setJob(_ job: Job.ID, of purchase: UUID, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute("update credit_purchases set job_id = \(job) where id = \(purchase)")
    }

    struct NewsRow: Decodable {
        let jobId: Job.ID?
        let storeId: Store.ID
        let userId: Account.ID
    }

    /// What the journal has taken back of a purchase, as a positive number of ten-thousandths.
    static func takenBack(of purchase: UUID, on master: Session<Master>) async throws(PostgresError) -> Int64 {
        try await master.first(
            "select coalesce(-sum(amount), 0)::bigint from credit_transactions where reverses = \(purchase)",
            as: Int64.self) ?? 0
    }

    /// Writes down what the provider says of the payment, and what follows for the bill.
    static func record(
        _ standing: PaymentStanding, of purchase: UUID, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            with seen as (
                update credit_purchases
                set payment_id = coalesce(payment_id, \(standing.paymentID)), paid_at = coalesce(paid_at, now()),
                    refunded_minor = greatest(refunded_minor, \(standing.returnedMinor)),
                    is_disputed = \(standing.isDisputed)
                where id = \(purchase)
                returning billing_id, refunded_minor, is_disputed)
            update billing_transactions b
            set provider_reference = coalesce(b.provider_reference, \(standing.paymentID)),
                status = case when seen.is_disputed then 'disputed'
                              when seen.refunded_minor >= b.amount_minor then 'refunded'
                              else 'completed' end
            from seen where b.id = seen.billing_id
            """)
    }

    /// Freezes what a store has while a payment of its is disputed, and thaws it after the last one.
    static func freeze(_ store: Store.ID, on master: Session<Master>) async throws(PostgresError) {
        try await master.execute(
            """
            update credit_balances b
            set status = case when d.any then 'frozen' else 'open' end, revision = revision + 1
            from (select exists (
                select from credit_purchases where store_id = \(store) and is_disputed) as any) d
            where b.store_id = \(store) and b.status = case when d.any then 'open' else 'frozen' end
            """)
    }

    /// The purchase that a provider's name for its page or its payment stands for.
    static func purchase(
        named name: String, on master: Session<Master>
    ) async throws(PostgresError) -> UUID? {
        try await master.first(
            "select id from credit_purchases where checkout_id = \(name) or payment_id = \(name)", as: UUID.self)
    }

    /// - Returns: `false` when the event was told before.
    static func insertEvent(
        _ id: String, type: String, of purchase: UUID, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            insert into payment_events (provider, id, type, purchase_id) values ('stripe', \(id), \(type), \(purchase))
            on conflict do nothing
            """) == 1
    }

    /// Purchases that wait for money and that nobody has looked after for a while, oldest first.
    static func waiting(limit: Int, on master: Session<Master>) async throws(PostgresError) -> [UUID] {
        try await master.all(
            """
            update credit_purchases set updated_at = now()
            where id in (
                select p.id from credit_purchases p join job_queue j on j.id = p.job_id
                where p.state = 'pending' and p.checkout_id is not null and j.state in ('action_required', 'failed')
                  and p.updated_at < now() - interval '10 minutes'
                order by p.updated_at limit \(Int64(limit)) for update of p skip locked)
            returning id
            """, as: UUID.self)
    }
}
