package import Domain
import Postgres
package import Tenancy

/// Writes entries into stores' journals: each once, in order, never below what a store may owe.
package struct CreditJournal: Sendable {
    let master: Database<Master>

    package init(master: Database<Master>) { self.master = master }

    /// Posts entries to one store in one transaction; a refused one does not stop those after it.
    ///
    /// Sending them again, after an error or at the same time from elsewhere, changes nothing: the keys say what is there
    /// already.
    ///
    /// - Returns: one outcome for each entry, in their order.
    /// - Throws: ``CreditError/notFound`` when there is no such store.
    package func post(_ entries: [CreditEntry], to store: Store.ID) async throws -> [CreditPosting] {
        try await Self.post(entries, to: store, on: master.session)
    }

    /// The same in a transaction of the caller's, which keeps the store's balance locked until it ends.
    package static func post(
        _ entries: [CreditEntry], to store: Store.ID, on master: Session<Master>
    ) async throws -> [CreditPosting] {
        guard !entries.isEmpty else { return [] }
        let postings = try await JournalQueries.apply([(store, entries)], on: master)[store] ?? []
        guard postings.count == entries.count else { throw CreditError.notFound }
        return postings
    }
}
