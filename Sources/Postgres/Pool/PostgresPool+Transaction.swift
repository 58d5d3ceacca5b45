extension PostgresPool {
    /// How often a transaction that lost against another is tried again.
    private static let repetitions = 3

    /// Runs `body` in a transaction on a connection of its own and commits it.
    ///
    /// A serialization failure or deadlock (40001, 40P01) that `body` or `COMMIT` throws repeats all of it, up to three
    /// times after a short random pause: `body` must not have effects but on the database. See
    /// ``PostgresConnection/transaction(_:_:)`` for the rest.
    public func transaction<Value>(
        _ options: PostgresTransactionOptions = .readCommitted,
        _ body: (PostgresTransaction) async throws -> Value
    ) async throws -> Value {
        var failures = 0
        var mayReconnect = true
        while true {
            do {
                return try await withConnection { connection in
                    try await connection.transaction(options) { transaction in
                        mayReconnect = false
                        return try await body(transaction)
                    }
                }
            } catch let error as PostgresError where error.isUnsent && mayReconnect {
                // The server had closed an idle connection before BEGIN: a fresh one is no repetition.
                mayReconnect = false
            } catch let error as PostgresError where error.isSerializationFailure && failures < Self.repetitions {
                failures += 1
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...(8 << failures))))
            }
        }
    }
}
