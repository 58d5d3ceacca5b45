import Domain

/// Which pools are open, in value form: who is used, who has to go. Knows nothing of connections.
struct TenantPools<Pool>: Sendable where Pool: Sendable {
    /// A change of credentials makes a new key, so an old pool is never handed out again.
    struct Key: Hashable, Sendable {
        let store: Store.ID
        let credentialVersion: Int
    }

    private struct Entry {
        let pool: Pool
        var users = 0
        var lastUse: ContinuousClock.Instant
    }

    private let capacity: Int
    private var entries: [Key: Entry] = [:]

    /// - Parameter capacity: pools open at most, beyond those in use.
    init(capacity: Int) { self.capacity = capacity }

    var count: Int { entries.count }

    /// Lends the pool, if it is open.
    mutating func borrow(_ key: Key, at now: ContinuousClock.Instant) -> Pool? {
        guard var entry = entries[key] else { return nil }
        entry.users += 1
        entry.lastUse = now
        entries[key] = entry
        return entry.pool
    }

    mutating func giveBack(_ key: Key, at now: ContinuousClock.Instant) {
        entries[key]?.users -= 1
        entries[key]?.lastUse = now
    }

    /// Adds an open pool. Returns those to be closed: older credentials of the same store, and the longest unused
    /// ones beyond the capacity. One in use is never among them.
    mutating func insert(_ pool: Pool, for key: Key, at now: ContinuousClock.Instant) -> [Pool] {
        var leaving = remove { $0.store == key.store && $0 != key && $1.users == 0 }
        while entries.count >= capacity,
            let oldest = entries.filter({ $0.value.users == 0 }).min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            entries[oldest.key] = nil
            leaving.append(oldest.value.pool)
        }
        entries[key] = Entry(pool: pool, lastUse: now)
        return leaving
    }

    /// Takes out the pools that nobody has used since the given moment.
    mutating func removeUnused(since moment: ContinuousClock.Instant) -> [Pool] {
        remove { $1.users == 0 && $1.lastUse <= moment }
    }

    mutating func removeAll() -> [Pool] { remove { _, _ in true } }

    private mutating func remove(where condition: (Key, Entry) -> Bool) -> [Pool] {
        let leaving = entries.filter { condition($0.key, $0.value) }
        for key in leaving.keys { entries[key] = nil }
        return leaving.values.map(\.pool)
    }
}
