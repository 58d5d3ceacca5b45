internal import Synchronization

/// An open transaction, for as long as the closure it was given to runs.
public struct PostgresTransaction: PostgresSession {
    /// Whether the closure still runs; shared by all copies.
    final class Scope: Sendable {
        private let over = Atomic<Bool>(false)
        var isOver: Bool { over.load(ordering: .acquiring) }
        func end() { over.store(true, ordering: .releasing) }
    }

    let connection: PostgresConnection
    let scope: Scope

    /// - Throws: kind `misuse` once the transaction is over, besides what any session throws.
    public func query(_ sql: SQL) async throws(PostgresError) -> PostgresRows {
        try checkScope()
        return try await connection.query(sql)
    }

    /// As on a connection, but an error leaves the transaction to be rolled back by whoever began it.
    public func script(
        _ text: String, onNotice: @escaping @Sendable (PostgresNotice) -> Void = { _ in }
    ) async throws(PostgresError) {
        try checkScope()
        try await connection.script(text, onNotice: onNotice)
    }

    /// As on a connection, but after the first error all that follow fail with 25P02.
    public func pipeline(
        _ statements: [SQL]
    ) async throws(PostgresError) -> [Result<PostgresRows, PostgresError>] {
        try checkScope()
        return try await connection.pipeline(statements)
    }

    func checkScope() throws(PostgresError) {
        guard !scope.isOver else { throw .misuse("The transaction is over.") }
    }
}
