internal import DequeModule

extension Exchange {
    /// The waiter of a command gave up. Nothing happens if it was settled before.
    mutating func cancel(_ ticket: Ticket) -> Settlement? {
        let offset = ticket - firstTicket
        guard queue.indices.contains(offset) else { return nil }
        defer { dropSkipped() }
        return abandon(at: offset, telling: RedisError(.cancelled))
    }

    /// The connection ended: what was written fails with the reason, what is unsent waits for the next one.
    mutating func detach(_ generation: Generation, because reason: RedisError) -> [Settlement] {
        guard phase == .connected(generation) else { return [] }
        phase = .disconnected
        return failWritten(with: reason)
    }

    /// An attempt to connect failed. Unsent commands wait on, unless the server refused for good: then they are told.
    mutating func connectFailed(_ error: RedisError) -> [Settlement] {
        lastFailure = error
        guard phase == .disconnected, let prefix = error.serverPrefix, prefix != "LOADING" else { return [] }
        return failUnsent(with: error)
    }

    /// The end: written commands fail with `.connectionLost`, unsent and later ones with `.closed`.
    mutating func close() -> [Settlement] {
        phase = .closed
        return failWritten(with: RedisError(.connectionLost)) + failUnsent(with: RedisError(.closed))
    }

    /// Makes a tombstone of an entry.
    mutating func abandon(at offset: Int, telling error: RedisError) -> Settlement? {
        guard let waiter = queue[offset].waiter else { return nil }
        queue[offset].waiter = nil
        queue[offset].replies = []
        if offset >= written {
            queue[offset].bytes = []
            queue[offset].dueReplies = 0
        }
        return Settlement(waiter: waiter, outcome: .failure(error))
    }

    private mutating func failWritten(with error: RedisError) -> [Settlement] {
        var settlements: [Settlement] = []
        for _ in 0..<written {
            if let settlement = abandon(at: 0, telling: error) { settlements.append(settlement) }
            dropFirst()
        }
        return settlements
    }

    private mutating func failUnsent(with error: RedisError) -> [Settlement] {
        let settlements = (written..<queue.count).compactMap { abandon(at: $0, telling: error) }
        dropSkipped()
        return settlements
    }
}
