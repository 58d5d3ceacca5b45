/// Answers remembered for a while, those that nobody asked for lately forgotten first when there are too many.
package struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let expires: ContinuousClock.Instant
    }

    private let lifetime: Duration
    private var entries: TwoGenerations<Key, Entry>

    /// - Parameters:
    ///   - capacity: answers kept at most, 2 or more.
    ///   - lifetime: how old an answer may become.
    package init(capacity: Int, lifetime: Duration) {
        self.lifetime = lifetime
        entries = TwoGenerations(limit: capacity)
    }

    /// How many answers are remembered, some of them too old by now.
    package var count: Int { entries.count }

    /// `nil` when none is remembered that is young enough.
    package mutating func value(for key: Key, at now: ContinuousClock.Instant) -> Value? {
        guard let entry = entries.use(key) else { return nil }
        if entry.expires > now { return entry.value }
        entries.remove(key)
        return nil
    }

    /// - Parameter now: when the answer was asked for.
    package mutating func insert(_ value: Value, for key: Key, at now: ContinuousClock.Instant) {
        entries.write(Entry(value: value, expires: now + lifetime), for: key)
    }

    /// Forgets one answer.
    package mutating func removeValue(for key: Key) { entries.remove(key) }

    /// Forgets every answer that the condition holds for.
    package mutating func remove(where condition: (Value) -> Bool) {
        entries.removeAll { condition($0.value) }
    }
}
