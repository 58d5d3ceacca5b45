/// Something awaited did not happen in time.
package struct TooLate: Error, CustomStringConvertible {
    /// What did not happen, and what was seen instead.
    package let description: String

    /// Says what did not happen.
    package init(description: String) {
        self.description = description
    }
}

/// Runs `body` for at most `limit`, then cancels it and throws `error()`.
package func within<Value: Sendable>(
    _ limit: Duration, or error: @escaping @Sendable () -> TooLate,
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw error()
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw error() }
        return value
    }
}
