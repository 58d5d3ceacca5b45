import Domain
import Foundation
import Jobs
import Postgres
import Tenancy

/// The SQL that sells credits.
enum PurchaseQueries {
    private static let columns: SQL = """
        p.id, p.store_id, p.job_id, p.amount, p.description, b.amount_minor, b.currency, b.provider, p.state,
        p.failure_code, p.checkout_url, p.created_at
        """

    static func standing(of store: Store.ID, on master: Session<Master>) async throws(PostgresError) -> StandingRow? {
        try await master.first(
            "select status, last_seq from credit_balances where store_id = \(store)", decoding: StandingRow.self)
    }

    static func purchase(
        _ id: UUID, of store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) -> PurchaseRow? {
        try await master.first(
            """
            select \(fragment: columns)
            from credit_purchases p join billing_transactions b on b.id = p.billing_id
            where p.id = \(id) and p.store_id = \(store)
            """, decoding: PurchaseRow.self)
    }

    static func purchase(_ id: UUID, on master: Session<Master>) async throws(PostgresError) -> PurchaseRow? {
        try await master.first(
            """
            select \(fragment: columns)
            from credit_purchases p join billing_transactions b on b.id = p.billing_id where p.id = \(id)
            """, decoding: PurchaseRow.self)
    }

    /// One for a store of the account; any for an operator.
    static func purchase(
        _ id: UUID, for account: Account.ID, on master: Session<Master>
    ) async throws(PostgresError) -> PurchaseRow? {
        try await master.first(
            """
            select \(fragment: columns)
            from credit_purchases p
            join billing_transactions b on b.id = p.billing_id
            join stores s on s.id = p.store_id
            where p.id = \(id)
              and (s.owner_id = \(account) or exists (select from users where id = \(account) and role = 'operator'))
            """, decoding: PurchaseRow.self)
    }

    static func isOperator(_ account: Account.ID, on master: Session<Master>) async throws(PostgresError) -> Bool {
        try await master.first(
            "select exists (select from users where id = \(account) and role = 'operator')", as: Bool.self) ?? false
    }

    static func mayBuy(
        _ account: Account.ID, for store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.first(
            """
            select exists (
                select from stores s join users u on u.id = \(account)
                where s.id = \(store) and (s.owner_id = u.id or u.role = 'operator'))
            """, as: Bool.self) ?? false
    }

    /// Writes down what is bought and what is to be paid for it.
    static func insert(
        _ id: UUID, of store: Store.ID, by buyer: Account.ID, _ offer: CreditShop.Offer, method: PaymentMethod,
        job: Job.ID, after seq: Int64, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            with bill as (
                insert into billing_transactions (store_id, provider, amount_minor, currency, description)
                values (\(store), \(method.rawValue), \(offer.price.amountMinor), \(offer.price.currency),
                        \(offer.description))
                returning id)
            insert into credit_purchases
                (id, store_id, user_id, package_id, amount, description, billing_id, job_id, after_seq)
            select \(id), \(store), \(buyer), \(offer.package), \(offer.amount.units), \(offer.description), bill.id,
                   \(job), \(seq)
            from bill
            """)
    }

    struct StandingRow: Decodable {
        let status: String
        let lastSeq: Int64
    }

    struct PurchaseRow: Decodable {
        let id: UUID
        let storeId: Store.ID
        let jobId: Job.ID?
        let amount: Int64
        let description: String
        let amountMinor: Int64
        let currency: String
        let provider: PaymentMethod
        let state: CreditTransaction.Status
        let failureCode: String?
        let checkoutUrl: String?
        let createdAt: Timestamp

        var purchase: Purchase {
            Purchase(
                id: id, storeID: storeId, jobID: jobId, amount: CreditAmount(units: amount), description: description,
                price: Money(amountMinor: amountMinor, currency: currency), method: provider, status: state,
                failureCode: failureCode, checkoutURL: checkoutUrl, createdAt: createdAt)
        }
    }
}
