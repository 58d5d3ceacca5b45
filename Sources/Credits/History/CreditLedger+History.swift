package import Domain
import Tenancy

extension CreditLedger {
    /// How many transactions a page may have.
    package static let pageLimits = 1...200

    /// Part of a store's transactions, newest first: its journal, and purchases that have no line in it.
    ///
    /// Pages follow one another by number, so that none repeats or skips a line that was there when the first page was
    /// read, whatever is written meanwhile.
    ///
    /// - Parameters:
    ///   - owner: who asks; `nil` for the store's own people, who have proven to be that.
    ///   - cursor: where the page before this one ended; `nil` begins with the newest.
    ///   - limit: within ``pageLimits``.
    /// - Returns: the lines, and where to go on; `nil` on the last page.
    /// - Throws: ``CreditError/notFound`` for a stranger's store.
    package func transactions(
        of store: Store.ID, owner: Account.ID?, _ filter: CreditFilter = CreditFilter(),
        after cursor: CreditCursor? = nil,
        limit: Int
    ) async throws -> (transactions: [CreditTransaction], next: CreditCursor?) {
        try await requireStore(store, of: owner)
        let found = try await HistoryQueries.list(
            of: store, filter, after: cursor, limit: limit + 1, on: master.reading)
        let page = found.prefix(limit)
        return (page.map(\.transaction), found.count > limit ? page.last?.cursor : nil)
    }

    /// - Parameter owner: `nil` for the store's own people.
    /// - Throws: ``CreditError/notFound`` unless it is the owner's store.
    package func requireStore(_ store: Store.ID, of owner: Account.ID?) async throws {
        guard try await HistoryQueries.isThere(store, of: owner, on: master.reading) else { throw CreditError.notFound }
    }
}
