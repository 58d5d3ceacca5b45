internal import NIOConcurrencyHelpers
internal import ServiceLifecycle

extension PostgresPool {
    /// How often idle connections are looked through and the gauges set.
    private static let round: Duration = .seconds(5)
    /// How long lent connections have to come back once the pool is closing.
    private static let patience: Duration = .seconds(10)

    /// Keeps the pool tidy until shutdown or cancellation, then closes it.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: Self.round)) != nil { self.tidy() }
        }
        await close()
    }

    /// Closes what has been idle for too long or died.
    func tidy() {
        let limit = ContinuousClock.now - configuration.idleTimeout
        let (swept, inUse, idle, waiting) = state.withLockedValue { state in
            let swept = state.shelf.sweep(before: limit) { !$0.isReusable }
            return (swept, state.line.taken, state.shelf.count, state.line.waitingCount)
        }
        for connection in swept { connection.close() }
        metrics.record(inUse: inUse, idle: idle, waiting: waiting)
    }

    func closeLending() async {
        let (idle, waiters) = state.withLockedValue { state in
            state.isClosed = true
            return (state.shelf.takeAll(), state.line.leaveAll())
        }
        for connection in idle { connection.close() }
        for waiter in waiters { waiter.resume(returning: .failure(.poolClosed)) }

        clock.submit(.remind(ContinuousClock.now + Self.patience) { [weak self] in self?.cutLent() })
        await withCheckedContinuation { continuation in
            let isOver = state.withLockedValue { state in
                if state.line.taken > 0 { state.closers.append(continuation) }
                return state.line.taken == 0
            }
            if isOver { continuation.resume() }
        }
        metrics.record(inUse: 0, idle: 0, waiting: 0)
    }

    /// Called whenever a slot came back and nobody took it.
    func lendingMayBeOver() {
        let closers = state.withLockedValue { state in
            guard state.isClosed, state.line.taken == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    /// Whoever still holds a connection loses it, and ``close()`` waits no longer.
    private func cutLent() {
        let (lent, closers) = state.withLockedValue { state in
            defer { state.closers = [] }
            return (Array(state.lent.values), state.closers)
        }
        for connection in lent { connection.close() }
        for closer in closers { closer.resume() }
    }
}
