extension PostgresConnection {
    /// Runs a statement.
    /// - Parameter isCancellable: whether cancelling the task stops it; what ends a transaction is not.
    func rows(of sql: SQL, isCancellable: Bool = true) async throws(PostgresError) -> PostgresRows {
        let statement = try BoundStatement(sql)
        guard case .rows(let rows) = try await perform(.statement(statement), isCancellable: isCancellable) else {
            throw .connectionLost("a statement was answered with something else")
        }
        return rows
    }

    /// Hands work to the reactor and waits for the answer, which comes exactly once, whatever happens.
    @discardableResult
    func perform(_ work: Command.Work, isCancellable: Bool = true) async throws(PostgresError) -> Command.Answer {
        let number = PostgresReactor.uniqueNumber()
        guard isCancellable else {
            return try await withCheckedContinuation { (reply: Command.Reply) in
                reactor.submit(.perform(id, Command(id: number, work: work, reply: reply)))
            }.get()
        }
        guard !Task.isCancelled else { throw .cancelled }
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { (reply: Command.Reply) in
                reactor.submit(.perform(id, Command(id: number, work: work, reply: reply)))
                // A cancel that came before the command did found nothing to cancel.
                if Task.isCancelled { reactor.submit(.cancel(id, command: number)) }
            }
        } onCancel: { [reactor, id] in
            reactor.submit(.cancel(id, command: number))
        }.get()
    }

    /// Whether the server still is there, as far as this side can know without asking it.
    func isAlive() async -> Bool {
        (try? await perform(.probe, isCancellable: false)) != nil
    }
}
