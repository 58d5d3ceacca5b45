extension PostgresConnection {
    /// Runs `body` in a transaction, once: `BEGIN`, `body`, `COMMIT`; an error of `body` rolls back and is rethrown.
    ///
    /// Once `body` has returned, `COMMIT` is sent and waited for even if the task is cancelled. Should the connection
    /// break then, the error's ``PostgresError/isCommitAmbiguous`` is set. A `body` that swallowed a failed statement's
    /// error does not commit: 25P02 is thrown.
    public func transaction<Value>(
        _ options: PostgresTransactionOptions = .readCommitted,
        _ body: (PostgresTransaction) async throws -> Value
    ) async throws -> Value {
        guard status.state == .idle || status.state == .busy || status.state == .closed else {
            throw PostgresError.misuse("A transaction is open already.")
        }
        _ = try await query(options.begin)
        let scope = PostgresTransaction.Scope()
        let value: Value
        do {
            value = try await body(PostgresTransaction(connection: self, scope: scope))
        } catch {
            scope.end()
            await rollBack()
            throw error
        }
        scope.end()
        try await commit()
        return value
    }

    /// Rolls back, or closes the connection if that is not to be had.
    func rollBack() async {
        do { _ = try await rows(of: SQL(once: "ROLLBACK"), isCancellable: false) } catch { close() }
    }

    private func commit() async throws(PostgresError) {
        let rows: PostgresRows
        do {
            rows = try await self.rows(of: SQL(once: "COMMIT"), isCancellable: false)
        } catch {
            let isUnknown = (error.kind == .connectionLost || error.kind == .timeout) && !error.isUnsent
            throw error.with { $0.isCommitAmbiguous = isUnknown }
        }
        // COMMIT of a failed transaction succeeds, as a rollback.
        guard rows.result.tag == "COMMIT" else {
            throw PostgresError(.server, .init(sqlState: "25P02", message: "the transaction had failed before"))
        }
    }
}
