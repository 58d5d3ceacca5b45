import Domain
import Foundation
import Postgres
import Tenancy

/// The SQL that writes the journal.
enum JournalQueries {
    /// Posts the entries of each store in their order, all in one transaction.
    ///
    /// The stores are locked in the order of their ids, whoever asks: two statements that share stores wait for one another
    /// and never in a circle.
    ///
    /// - Parameter batch: each store once.
    /// - Returns: outcomes by store, in the order of the entries. A store that does not exist is not among them.
    static func apply(
        _ batch: [(store: Store.ID, entries: [CreditEntry])], on master: Session<Master>
    ) async throws(PostgresError) -> [Store.ID: [CreditPosting]] {
        let lanes = batch.enumerated().flatMap { lane, part in part.entries.map { _ in Int64(lane + 1) } }
        let entries = batch.flatMap(\.entries)
        func texts(_ text: (CreditEntry) -> String?) -> PostgresArray<String> { PostgresArray(entries.map(text)) }
        let rows = try await master.all(
            """
            select * from credit_apply_batch(
                \(batch.map(\.store.rawValue)), \(lanes), \(entries.map(\.id)), \(texts { $0.kind.rawValue }),
                \(entries.map(\.amount.units)), \(texts(\.key)), \(entries.map(\.fingerprint)),
                \(PostgresArray(entries.map(\.job))), \(PostgresArray(entries.map(\.reverses))), \(texts(\.description)),
                \(texts(\.reference)), \(PostgresArray(entries.map(\.actor?.rawValue))), \(texts(\.use?.serviceKey)),
                \(PostgresArray(entries.map(\.use?.quantity))), \(texts(\.expiresAt?.description))::timestamptz[])
            """, decoding: PostingRow.self)
        let byStore = Dictionary(grouping: rows, by: \.storeId)
        var postings: [Store.ID: [CreditPosting]] = [:]
        for (store, entries) in batch {
            guard let rows = byStore[store] else { continue }
            postings[store] = rows.first?.postings(of: entries) ?? rows.sorted { $0.n < $1.n }.map(\.posting)
        }
        return postings
    }
}
