/// A dictionary of bounded size that forgets what has not been used for longest, roughly.
///
/// Entries are written to the young half. When that is full it becomes the old one, and what was old is forgotten; an
/// entry that is written again is young again. So at least the newest half of the bound is always remembered, and no
/// operation but ``removeAll(where:)`` looks at more than one entry.
package struct TwoGenerations<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let half: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    /// - Parameter limit: the most entries there ever are; at least 2.
    package init(limit: Int) {
        precondition(limit >= 2, "there are two halves")
        half = limit / 2
    }

    /// How many entries take up memory.
    package var count: Int { young.count + old.count }

    /// An entry, which stays as old as it is.
    package subscript(key: Key) -> Value? { young[key] ?? old[key] }

    /// An entry, which becomes young by being used.
    package mutating func use(_ key: Key) -> Value? {
        if let value = young[key] { return value }
        guard let value = old[key] else { return nil }
        write(value, for: key)
        return value
    }

    /// Remembers an entry, in the place of another with its key.
    package mutating func write(_ value: Value, for key: Key) {
        if young[key] == nil, young.count == half {
            old = young
            young = [:]
        }
        young[key] = value
        old[key] = nil
    }

    /// Forgets an entry.
    package mutating func remove(_ key: Key) {
        young[key] = nil
        old[key] = nil
    }

    /// Forgets every entry that the condition holds for.
    package mutating func removeAll(where condition: (Value) -> Bool) {
        young = young.filter { !condition($0.value) }
        old = old.filter { !condition($0.value) }
    }

    /// Forgets everything.
    package mutating func removeAll() {
        (young, old) = ([:], [:])
    }
}
