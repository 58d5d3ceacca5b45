import NIOCore

/// What travels in one direction of a connection: each item is due a fixed time after it came, and never overtakes.
struct DelayLine<Item> {
    private var items: [(due: NIODeadline, item: Item)] = []

    /// When the next item arrives; `nil` if none is on its way.
    var nextDue: NIODeadline? { items.first?.due }

    mutating func send(_ item: Item, at now: NIODeadline, delay: TimeAmount) {
        items.append((max(now + delay, items.last?.due ?? now), item))
    }

    /// Takes the next item if it has arrived by now.
    mutating func receive(at now: NIODeadline) -> Item? {
        guard let first = items.first, first.due <= now else { return nil }
        return items.removeFirst().item
    }
}
