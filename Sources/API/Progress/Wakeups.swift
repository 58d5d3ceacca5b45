import ServiceLifecycle

/// Everything a watcher waits for, as one sequence.
package enum Wakeups {
    /// Runs `body` with a sequence that ends when `lasting` is over, when the server shuts down gracefully, or when the
    /// task is cancelled. Nothing keeps running after it returns.
    ///
    /// A change that nobody looked at yet may stand for several.
    package static func merging<Value: Sendable>(
        _ changes: AsyncStream<Void>, heartbeat: Duration? = nil, lasting: Duration? = nil,
        _ body: (AsyncStream<Wakeup>) async throws -> Value
    ) async throws -> Value {
        // Four: a change is only dropped for three younger entries, of which at most a few are heartbeats.
        let (stream, continuation) = AsyncStream<Wakeup>.makeStream(bufferingPolicy: .bufferingNewest(4))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in changes { continuation.yield(.changed) } }
            if let heartbeat {
                group.addTask {
                    while (try? await Task.sleep(for: heartbeat)) != nil { continuation.yield(.heartbeat) }
                }
            }
            if let lasting {
                group.addTask {
                    try? await Task.sleep(for: lasting)
                    continuation.finish()
                }
            }
            defer { group.cancelAll() }
            return try await withGracefulShutdownHandler {
                try await body(stream)
            } onGracefulShutdown: {
                continuation.finish()
            }
        }
    }
}
