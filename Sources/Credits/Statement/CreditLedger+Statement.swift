package import Domain
import Tenancy

extension CreditLedger {
    /// Frames the statement of a time.
    ///
    /// - Parameters:
    ///   - owner: `nil` for the store's own people.
    ///   - from: the first moment of it; before the first line of the journal for all.
    ///   - to: the moment before which it ends, later than `from`.
    /// - Throws: ``CreditError/notFound`` for a stranger's store.
    package func statement(
        of store: Store.ID, owner: Account.ID?, from: Timestamp, to: Timestamp
    ) async throws -> CreditStatement {
        _ = try await balance(of: store, owner: owner)  // what lapsed by now is written down first
        guard let row = try await StatementQueries.frame(of: store, from: from, to: to, on: master.reading) else {
            throw CreditError.notFound
        }
        return CreditStatement(
            store: store, from: from, to: to, opening: CreditAmount(units: row.opening),
            closing: CreditAmount(units: row.closing), seqBefore: row.seqBefore, lastSeq: row.lastSeq)
    }

    /// Lines of a statement in their order, so many at most; empty at its end.
    package func lines(
        of statement: CreditStatement, after seq: Int64, limit: Int
    ) async throws -> [CreditTransaction] {
        try await StatementQueries.lines(
            of: statement.store, after: seq, upTo: statement.lastSeq, limit: limit, on: master.reading
        ).map(\.transaction)
    }
}
