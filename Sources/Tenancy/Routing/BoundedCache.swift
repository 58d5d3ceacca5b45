import OrderedCollections

/// Answers remembered for a while, the least recently asked for forgotten first when there are too many.
struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let expires: ContinuousClock.Instant
    }

    private let capacity: Int
    private let lifetime: Duration
    /// Oldest use first.
    private var entries: OrderedDictionary<Key, Entry> = [:]

    /// - Parameters:
    ///   - capacity: answers kept at most, 1 or more.
    ///   - lifetime: how old an answer may become.
    init(capacity: Int, lifetime: Duration) {
        self.capacity = capacity
        self.lifetime = lifetime
    }

    var count: Int { entries.count }

    mutating func value(for key: Key, at now: ContinuousClock.Instant) -> Value? {
        guard let entry = entries.removeValue(forKey: key) else { return nil }
        guard entry.expires > now else { return nil }
        entries[key] = entry
        return entry.value
    }

    mutating func insert(_ value: Value, for key: Key, at now: ContinuousClock.Instant) {
        entries.removeValue(forKey: key)
        if entries.count >= capacity { entries.removeFirst() }
        entries[key] = Entry(value: value, expires: now + lifetime)
    }

    /// Forgets every answer that the condition holds for.
    mutating func remove(where condition: (Value) -> Bool) {
        entries.removeAll { condition($0.value.value) }
    }
}
