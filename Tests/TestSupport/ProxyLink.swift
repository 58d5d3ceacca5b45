import NIOConcurrencyHelpers
import NIOCore

/// One client's connection and the one dialled for it. Lives on one event loop.
final class ProxyLink {
    private enum Item {
        case data(ByteBuffer)
        case end
    }

    private let conditions: NIOLockedValueBox<ProxyConditions>
    private let client: any Channel
    private var server: (any Channel)?
    private var lines: [TCPProxy.Direction: DelayLine<Item>] = [.toServer: .init(), .toClient: .init()]
    private var lastSpeaker = TCPProxy.Direction.toClient

    init(client: any Channel, conditions: NIOLockedValueBox<ProxyConditions>) {
        self.client = client
        self.conditions = conditions
    }

    func dialled(_ channel: any Channel) {
        server = channel
        guard client.isActive else { return cut() }
        deliver(.toServer)
    }

    func received(_ buffer: ByteBuffer, _ direction: TCPProxy.Direction) {
        if direction == .toServer, lastSpeaker == .toClient {
            conditions.withLockedValue { $0.traffic.turns += 1 }
        }
        lastSpeaker = direction
        send(.data(buffer), direction)
    }

    /// One side has closed: the other is told once everything before that has arrived.
    func ended(_ direction: TCPProxy.Direction) {
        send(.end, direction)
    }

    /// Closes both sides at once. What is on its way is lost.
    func cut() {
        lines = [:]
        client.close(promise: nil)
        server?.close(promise: nil)
    }

    /// Passes on what has arrived, and comes back when the next item is due.
    func deliver(_ direction: TCPProxy.Direction) {
        let receiver = direction == .toServer ? server : client
        guard let receiver, !conditions.withLockedValue({ $0.isFrozen }) else { return }
        while let item = lines[direction]?.receive(at: .now()) {
            switch item {
            case .data(let buffer): pass(buffer, to: receiver, direction)
            case .end: receiver.close(promise: nil)
            }
        }
        guard let due = lines[direction]?.nextDue else { return }
        client.eventLoop.assumeIsolated().scheduleTask(deadline: due) { self.deliver(direction) }
    }

    private func send(_ item: Item, _ direction: TCPProxy.Direction) {
        let delay = conditions.withLockedValue { $0.delay }
        lines[direction]?.send(item, at: .now(), delay: delay)
        deliver(direction)
    }

    private func pass(_ buffer: ByteBuffer, to receiver: any Channel, _ direction: TCPProxy.Direction) {
        let (passing, isLast) = conditions.withLockedValue { $0.pass(buffer.readableBytes, direction) }
        let written = receiver.writeAndFlush(buffer.getSlice(at: buffer.readerIndex, length: passing) ?? ByteBuffer())
        if isLast {
            lines = [:]
            written.assumeIsolated().whenComplete { _ in self.cut() }
        }
    }
}
