internal import DequeModule
internal import NIOCore

extension Exchange {
    /// Hands replies to the oldest written commands; error replies are values here like any other.
    ///
    /// - Parameter replies: what one read completed; empty if it completed nothing, which still breaks the silence.
    /// - Returns: whom to tell, and whether a reply came that no command was waiting for. A pipeline's replies are
    ///   told together, as an array.
    mutating func receive(
        _ replies: [RedisValue], from generation: Generation, now: NIODeadline
    ) -> (settlements: [Settlement], isUnsolicited: Bool) {
        guard phase == .connected(generation) else { return ([], false) }
        lastHeard = now
        var settlements: [Settlement] = []
        settlements.reserveCapacity(replies.count)
        for reply in replies {
            dropSkipped()
            guard written > 0 else { return (settlements, true) }
            if let settlement = receive(reply) { settlements.append(settlement) }
        }
        dropSkipped()
        return (settlements, false)
    }

    private mutating func receive(_ reply: RedisValue) -> Settlement? {
        queue[0].dueReplies -= 1
        let isPipeline = queue[0].isPipeline
        if isPipeline { queue[0].replies.append(reply) }
        guard queue[0].dueReplies == 0 else { return nil }
        let outcome = isPipeline ? RedisValue.array(queue[0].replies) : reply
        let settlement = queue[0].waiter.map { Settlement(waiter: $0, outcome: .success(outcome)) }
        dropFirst()
        return settlement
    }
}
