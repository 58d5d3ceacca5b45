/// Answers remembered for a while, those that nobody asked for lately forgotten first when there are too many.
///
/// Two generations: when the younger has half of the capacity it becomes the older, and the older is forgotten. What is
/// asked for moves to the younger, so what is used stays, and every operation but ``remove(where:)`` takes the same
/// short time however much is remembered.
package struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let expires: ContinuousClock.Instant
    }

    private let generationSize: Int
    private let lifetime: Duration
    private var young: [Key: Entry] = [:]
    private var old: [Key: Entry] = [:]

    /// - Parameters:
    ///   - capacity: answers kept at most, 2 or more.
    ///   - lifetime: how old an answer may become.
    package init(capacity: Int, lifetime: Duration) {
        generationSize = max(1, capacity / 2)
        self.lifetime = lifetime
    }

    /// How many answers are remembered, some of them too old by now.
    package var count: Int { young.count + old.count }

    /// `nil` when none is remembered that is young enough.
    package mutating func value(for key: Key, at now: ContinuousClock.Instant) -> Value? {
        if let entry = young[key] {
            if entry.expires > now { return entry.value }
            young[key] = nil
            return nil
        }
        guard let entry = old.removeValue(forKey: key), entry.expires > now else { return nil }
        store(entry, for: key)
        return entry.value
    }

    /// - Parameter now: when the answer was asked for.
    package mutating func insert(_ value: Value, for key: Key, at now: ContinuousClock.Instant) {
        store(Entry(value: value, expires: now + lifetime), for: key)
    }

    /// Forgets one answer.
    package mutating func removeValue(for key: Key) {
        young[key] = nil
        old[key] = nil
    }

    /// Forgets every answer that the condition holds for.
    package mutating func remove(where condition: (Value) -> Bool) {
        young = young.filter { !condition($0.value.value) }
        old = old.filter { !condition($0.value.value) }
    }

    private mutating func store(_ entry: Entry, for key: Key) {
        if young.count >= generationSize, young[key] == nil {
            old = young
            young = [:]
        }
        old[key] = nil
        young[key] = entry
    }
}
