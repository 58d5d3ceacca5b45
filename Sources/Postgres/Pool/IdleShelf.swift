/// Connections nobody uses; the one used last is taken first, so that the others may grow old and be closed.
struct IdleShelf<Item: Sendable>: Sendable {
    private struct Entry: Sendable {
        let item: Item
        let since: ContinuousClock.Instant
    }

    private var entries: [Entry] = []

    var count: Int { entries.count }

    mutating func put(_ item: Item, at now: ContinuousClock.Instant) {
        entries.append(Entry(item: item, since: now))
    }

    /// The one used last, and how long ago that was.
    mutating func take(at now: ContinuousClock.Instant) -> (item: Item, idle: Duration)? {
        entries.popLast().map { ($0.item, now - $0.since) }
    }

    /// Takes out all that have been here since before `limit`, or that `isDead` names.
    mutating func sweep(before limit: ContinuousClock.Instant, isDead: (Item) -> Bool) -> [Item] {
        let swept = entries.filter { $0.since < limit || isDead($0.item) }
        entries.removeAll { $0.since < limit || isDead($0.item) }
        return swept.map(\.item)
    }

    mutating func takeAll() -> [Item] {
        defer { entries = [] }
        return entries.map(\.item)
    }
}
