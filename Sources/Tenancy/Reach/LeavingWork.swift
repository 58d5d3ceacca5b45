import NIOConcurrencyHelpers

/// Blocking work that nobody has to wait for to its end.
enum LeavingWork {
    private enum State<Value: Sendable>: Sendable {
        case waiting(CheckedContinuation<Value, any Error>)
        case left, answered
    }

    /// Runs `body` wherever `submit` has it run; a caller that is cancelled leaves at once, and `body` runs on for
    /// nobody, or is not begun.
    ///
    /// - Throws: `CancellationError`.
    static func run<Value: Sendable>(
        by submit: (@escaping @Sendable () -> Void) -> Void, _ body: @escaping @Sendable () -> Value
    ) async throws -> Value {
        let state = NIOLockedValueBox<State<Value>?>(nil)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                let hasLeft = state.withLockedValue { state in
                    if case .left = state { return true }
                    state = .waiting(waiter)
                    return false
                }
                guard !hasLeft else { return waiter.resume(throwing: CancellationError()) }
                submit {
                    guard case .waiting = state.withLockedValue({ $0 }) else { return }
                    let value = body()
                    take(state, leaving: .answered)?.resume(returning: value)
                }
            }
        } onCancel: {
            take(state, leaving: .left)?.resume(throwing: CancellationError())
        }
    }

    private static func take<Value: Sendable>(
        _ state: NIOLockedValueBox<State<Value>?>, leaving next: State<Value>
    ) -> CheckedContinuation<Value, any Error>? {
        state.withLockedValue { state in
            defer { state = next }
            if case .waiting(let waiter) = state { return waiter }
            return nil
        }
    }
}
