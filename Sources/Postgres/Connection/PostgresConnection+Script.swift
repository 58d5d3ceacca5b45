extension PostgresConnection {
    /// Runs a text of many statements in one round trip, by the simple protocol.
    ///
    /// Outside of a transaction and without `BEGIN` of its own the whole text is one transaction. The first error ends
    /// it and is thrown, with its position in `text` where the server knows one; a transaction the script itself opened
    /// is rolled back before. `COPY` to or from the client is refused. Cancelling the task cancels the script.
    ///
    /// - Parameter onNotice: called for each notice as it arrives, while the script still runs, on the reactor's
    ///   thread: it must return quickly and never block.
    public func script(
        _ text: String, onNotice: @escaping @Sendable (PostgresNotice) -> Void = { _ in }
    ) async throws(PostgresError) {
        guard !text.utf8.contains(0) else { throw .misuse("A script contains no NUL character.") }
        try await perform(.script(text, onNotice: onNotice))
    }

    /// Sends statements together, each with a Sync of its own: one's error does not touch the others, unless a
    /// transaction is open.
    ///
    /// Cancelling the task stops the statement that runs; those behind it may still have run.
    /// - Returns: as many results as statements, in order.
    /// - Throws: when nothing could be sent or the connection broke.
    public func pipeline(
        _ statements: [SQL]
    ) async throws(PostgresError) -> [Result<PostgresRows, PostgresError>] {
        guard !statements.isEmpty else { return [] }
        var bound: [BoundStatement] = []
        bound.reserveCapacity(statements.count)
        for statement in statements { bound.append(try BoundStatement(statement)) }
        guard case .batch(let results) = try await perform(.batch(bound)) else { return [] }
        return results
    }
}
