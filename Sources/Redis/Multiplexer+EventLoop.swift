internal import NIOConcurrencyHelpers
internal import NIOCore

extension Multiplexer {
    /// Sends everything that has gathered in one write, and sets the timer for its deadlines. On the event loop.
    func drain() {
        let (batch, channel, timer) = state.withLockedValue { state in
            (state.exchange.takeBatch(now: .now()), state.connection?.channel, state.exchange.takeTimer())
        }
        if let channel, !batch.isEmpty {
            var buffer = channel.allocator.buffer(capacity: batch.reduce(0) { $0 + $1.count })
            for bytes in batch { buffer.writeBytes(bytes) }
            channel.writeAndFlush(buffer, promise: nil)
        }
        schedule(timer)
    }

    /// Settles what is past its deadline and gives a silent connection up. On the event loop.
    func sweep() {
        let (expiry, timer) = state.withLockedValue { state in
            (state.exchange.expire(now: .now()), state.exchange.takeTimer())
        }
        schedule(timer)
        for settlement in expiry.settlements { settlement.resume() }
        if let silent = expiry.silent { drop(silent) }
    }

    /// Replies of one read. A server that became a replica refuses writes with READONLY: another may be found by name,
    /// so that connection is given up. On the event loop.
    func deliver(_ replies: [RedisValue], from generation: Int) {
        let (settlements, isUnsolicited) = state.withLockedValue { state in
            state.exchange.receive(replies, from: generation, now: .now())
        }
        for settlement in settlements { settlement.resume() }
        if isUnsolicited { drop(generation, because: RedisError(.protocolViolation)) }
        if replies.contains(where: \.isReadOnlyRefusal) { drop(generation) }
    }

    private func schedule(_ timer: NIODeadline?) {
        guard let timer else { return }
        eventLoop.scheduleTask(deadline: timer) { self.sweep() }
    }
}

extension RedisValue {
    fileprivate var isReadOnlyRefusal: Bool {
        if case .error(let refusal) = self { refusal.prefix == "READONLY" } else { false }
    }
}
