/// A dictionary of bounded size that forgets what has not been used for longest, roughly.
///
/// Entries are written to the young half. When that is full it becomes the old one, and what was old is forgotten; an
/// entry that is written again is young again. So at least the newest half of the bound is always remembered, and no
/// operation looks at more than one entry.
struct TwoGenerations<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let half: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    /// - Parameter limit: the most entries there ever are; at least 2.
    init(limit: Int) {
        precondition(limit >= 2, "there are two halves")
        half = limit / 2
    }

    /// How many entries take up memory.
    var count: Int { young.count + old.count }

    subscript(key: Key) -> Value? { young[key] ?? old[key] }

    mutating func write(_ value: Value, for key: Key) {
        if young[key] == nil, young.count == half {
            old = young
            young = [:]
        }
        young[key] = value
        old[key] = nil
    }

    mutating func remove(_ key: Key) {
        young[key] = nil
        old[key] = nil
    }
}
