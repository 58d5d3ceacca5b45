package import Credits
package import Domain

/// What the route of statements asks of credits.
package struct StatementPort: Sendable {
    /// Which lines are in the statement of a time; a stranger's store is `not_found`.
    package var frame:
        @Sendable (Store.ID, _ owner: Account.ID?, _ from: Timestamp, _ to: Timestamp) async throws -> CreditStatement
    /// Its lines after a number, so many at most.
    package var lines: @Sendable (CreditStatement, _ after: Int64, _ limit: Int) async throws -> [CreditTransaction]

    /// Calls one by one.
    package init(
        frame: @escaping @Sendable (Store.ID, Account.ID?, Timestamp, Timestamp) async throws -> CreditStatement,
        lines: @escaping @Sendable (CreditStatement, Int64, Int) async throws -> [CreditTransaction]
    ) {
        self.frame = frame
        self.lines = lines
    }

    /// The real thing.
    package init(_ ledger: CreditLedger) {
        self.init(
            frame: { try await ledger.statement(of: $0, owner: $1, from: $2, to: $3) },
            lines: { try await ledger.lines(of: $0, after: $1, limit: $2) })
    }
}
