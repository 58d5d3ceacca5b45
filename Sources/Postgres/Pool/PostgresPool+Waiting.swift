internal import NIOConcurrencyHelpers

extension PostgresPool {
    /// Waits for a slot, in order of arrival. A caller cancelled while waiting leaves the line and takes nothing along.
    /// - Returns: the connection handed over with the slot, if there is one.
    func waitInLine() async throws(PostgresError) -> PostgresConnection? {
        guard !Task.isCancelled else { throw .cancelled }
        let start = ContinuousClock.now
        let ticket = PostgresReactor.uniqueNumber()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (waiter: Waiter) in
                join(waiter, as: ticket, until: start + configuration.acquireTimeout)
                if Task.isCancelled { leave(ticket) }  // cancelled before there was anything to leave
            }
        } onCancel: {
            leave(ticket)
        }
        metrics.acquired(after: ContinuousClock.now - start)
        return try result.get()
    }

    private enum Joined {
        case served(PostgresConnection?)
        case refused
        case waiting(mustRemind: Bool)
    }

    private func join(_ waiter: Waiter, as ticket: UInt64, until deadline: ContinuousClock.Instant) {
        let joined: Joined = state.withLockedValue { state in
            guard !state.isClosed else { return .refused }
            // A slot may have come free since there was none.
            if state.line.take() {
                let connection = state.shelf.take(at: deadline)?.item
                if let connection { state.lent[connection.id] = connection }
                return .served(connection)
            }
            state.line.wait(waiter, as: ticket, until: deadline)
            defer { state.isReminded = true }
            return .waiting(mustRemind: !state.isReminded)
        }
        switch joined {
        case .served(let connection): waiter.resume(returning: .success(connection))
        case .refused: waiter.resume(returning: .failure(.poolClosed))
        case .waiting(let mustRemind): if mustRemind { remind(at: deadline) }
        }
    }

    private func leave(_ ticket: UInt64) {
        state.withLockedValue { $0.line.leave(ticket) }?.resume(returning: .failure(.cancelled))
    }

    /// One reminder per pool at most: all wait equally long, so the first in line is the first overdue.
    private func remind(at deadline: ContinuousClock.Instant) {
        clock.submit(.remind(deadline) { [weak self] in self?.expireWaiters() })
    }

    private func expireWaiters() {
        let now = ContinuousClock.now
        let (overdue, next) = state.withLockedValue { state in
            let overdue = state.line.leaveOverdue(at: now)
            let next = state.line.nextDeadline
            state.isReminded = next != nil
            return (overdue, next)
        }
        for waiter in overdue { waiter.resume(returning: .failure(.poolExhausted)) }
        if let next { remind(at: next) }
    }
}
