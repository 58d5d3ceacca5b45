extension PostgresTransaction {
    /// As on a connection, but its rows come with the transaction, and an error leaves that to be rolled back by whoever
    /// began it.
    ///
    /// - Throws: kind `misuse` once the transaction is over, besides what ``PostgresConnection/copy(into:_:)`` throws.
    @discardableResult
    public func copy<Chunks: AsyncSequence>(
        into statement: SQL, _ chunks: Chunks
    ) async throws -> Int where Chunks.Element == [UInt8] {
        try checkScope()
        return try await connection.copy(into: statement, chunks)
    }
}
