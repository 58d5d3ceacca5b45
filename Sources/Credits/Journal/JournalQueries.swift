import Domain
import Foundation
import Postgres
import Tenancy

/// The SQL that writes the journal.
enum JournalQueries {
    /// Posts the items of each store in their order, all in one transaction.
    ///
    /// The stores are gone through, and so locked, in the order of their ids, whoever asks: two statements that share
    /// stores wait for one another and never in a circle. (`credit_apply` is volatile and depends on the sorted rows,
    /// so nothing but a nested loop over them can carry it out.)
    ///
    /// - Parameter batch: each store once.
    /// - Returns: outcomes by store, in the order of the items. A store that does not exist is not among them.
    static func apply(
        _ batch: [(store: Store.ID, items: [CreditItem])], on master: Session<Master>
    ) async throws(PostgresError) -> [Store.ID: [CreditPosting]] {
        let stores = batch.map { StoreItems(store: $0.store.rawValue, items: $0.items) }
        let rows = try await master.all(
            """
            select b.store as store_id, p.n, p.outcome, p.available, p.id, p.seq, p.type, p.amount, p.balance_after,
                   p.description, p.reference_id, p.created_at
            from (select given.store, given.items
                  from jsonb_to_recordset(\(PostgresJSON(stores))::jsonb) as given (store uuid, items jsonb)
                  order by given.store) b
            cross join lateral credit_apply(b.store, b.items) p
            """, decoding: PostingRow.self)
        let byStore = Dictionary(grouping: rows, by: \.storeId)
        return byStore.mapValues { rows in rows.sorted { $0.n < $1.n }.map(\.posting) }
    }

    private struct StoreItems: Codable, Sendable {
        let store: UUID
        let items: [CreditItem]
    }
}
