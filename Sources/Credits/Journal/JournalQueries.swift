import Domain
import Postgres
import Tenancy

/// The SQL that writes the journal.
enum JournalQueries {
    /// Posts the items of each store in their order, all in one transaction.
    ///
    /// The stores are locked in the order of their ids, whoever asks: two statements that share stores wait for one another
    /// and never in a circle.
    ///
    /// - Parameter batch: each store once.
    /// - Returns: outcomes by store, in the order of the items. A store that does not exist is not among them.
    static func apply(
        _ batch: [(store: Store.ID, items: [CreditItem])], on master: Session<Master>
    ) async throws(PostgresError) -> [Store.ID: [CreditPosting]] {
        let rows = try await master.all(
            """
            select * from credit_apply_batch(\(batch.map(\.store.rawValue)), \(PostgresJSON(batch.map(\.items)))::json)
            """, decoding: PostingRow.self)
        let byStore = Dictionary(grouping: rows, by: \.storeId)
        var postings: [Store.ID: [CreditPosting]] = [:]
        for (store, items) in batch {
            guard let rows = byStore[store] else { continue }
            postings[store] = rows.first?.postings(of: items) ?? rows.sorted { $0.n < $1.n }.map(\.posting)
        }
        return postings
    }
}
