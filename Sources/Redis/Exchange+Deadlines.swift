internal import DequeModule
internal import NIOCore

extension Exchange {
    /// What the clock brought about.
    struct Expiry {
        let settlements: [Settlement]
        /// The connection to give up, because commands are overdue and nothing has been received for too long.
        let silent: Generation?
    }

    /// Settles every waiter whose deadline is past: `.timeout` if its command was written, `.connectionFailed` with
    /// the reason of the last attempt if there is no connection.
    mutating func expire(now: NIODeadline) -> Expiry {
        if let scheduledTimer, scheduledTimer <= now { self.scheduledTimer = nil }
        var settlements: [Settlement] = []
        for offset in 0..<queue.count {
            guard queue[offset].deadline <= now else { continue }
            guard let settlement = abandon(at: offset, telling: expiryError(isWritten: offset < written)) else {
                continue
            }
            settlements.append(settlement)
            if offset < written {
                queue[offset].isOverdue = true
                overdue += 1
            }
        }
        dropSkipped()
        let silent = generationIfSilent(now: now)
        earliestDeadline = queue.lazy.filter { $0.waiter != nil }.map(\.deadline).min()
        if overdue > 0, silent == nil { earliestDeadline = min(earliestDeadline ?? silenceEnd, silenceEnd) }
        return Expiry(settlements: settlements, silent: silent)
    }

    /// When ``expire(now:)`` has to be called next, if no call is due by then already.
    mutating func takeTimer() -> NIODeadline? {
        guard let earliestDeadline, earliestDeadline < scheduledTimer ?? .distantFuture else { return nil }
        scheduledTimer = earliestDeadline
        return earliestDeadline
    }

    private var silenceEnd: NIODeadline { lastHeard + TimeAmount(limits.silence) }

    private func generationIfSilent(now: NIODeadline) -> Generation? {
        guard overdue > 0, now >= silenceEnd, case .connected(let generation) = phase else { return nil }
        return generation
    }

    private func expiryError(isWritten: Bool) -> RedisError {
        if isWritten || isConnected { return RedisError(.timeout) }
        return RedisError(.connectionFailed, detail: lastFailure?.debugDescription ?? "No connection was made.")
    }
}
