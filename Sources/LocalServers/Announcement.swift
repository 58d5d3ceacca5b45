import NIOConcurrencyHelpers

/// A value that is told once; whoever asked before and whoever asks later hears the same.
final class Announcement<Value: Sendable>: Sendable {
    private enum State {
        case awaited([@Sendable (Value) -> Void])
        case told(Value)
    }

    private let state = NIOLockedValueBox<State>(.awaited([]))

    /// The value, if it has been told.
    var current: Value? {
        state.withLockedValue { state in
            if case .told(let value) = state { value } else { nil }
        }
    }

    /// Tells the value to all who wait. Only the first time counts.
    func tell(_ value: Value) {
        let listeners = state.withLockedValue { state -> [@Sendable (Value) -> Void] in
            guard case .awaited(let listeners) = state else { return [] }
            state = .told(value)
            return listeners
        }
        for listener in listeners { listener(value) }
    }

    /// Calls `listener` once: now if the value is known, else from whoever tells it.
    func whenTold(_ listener: @escaping @Sendable (Value) -> Void) {
        let known = state.withLockedValue { state -> Value? in
            switch state {
            case .told(let value): return value
            case .awaited(let listeners):
                state = .awaited(listeners + [listener])
                return nil
            }
        }
        if let known { listener(known) }
    }

    /// Waits for the value.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before the value is told.
    func value() async throws -> Value {
        let (stream, continuation) = AsyncStream.makeStream(of: Value.self)
        whenTold {
            continuation.yield($0)
            continuation.finish()
        }
        for await value in stream { return value }
        throw CancellationError()
    }

    /// Waits for the value even in a cancelled task: for endings, which cancellation must not cut short.
    func valueDespiteCancellation() async -> Value {
        await withCheckedContinuation { continuation in
            whenTold { continuation.resume(returning: $0) }
        }
    }
}
