internal import HeapModule

/// Things to do at given times, the earliest first. Entries are never taken out early: whoever is woken looks whether
/// there still is something to do.
struct DeadlineQueue<Target> {
    private struct Entry: Comparable {
        let deadline: ContinuousClock.Instant
        let target: Target

        static func < (left: Entry, right: Entry) -> Bool { left.deadline < right.deadline }
        static func == (left: Entry, right: Entry) -> Bool { left.deadline == right.deadline }
    }

    private var heap = Heap<Entry>()

    var earliest: ContinuousClock.Instant? { heap.min?.deadline }

    mutating func add(_ target: Target, at deadline: ContinuousClock.Instant) {
        heap.insert(Entry(deadline: deadline, target: target))
    }

    /// The next target whose time has come.
    mutating func popDue(at now: ContinuousClock.Instant) -> Target? {
        guard let earliest, earliest <= now else { return nil }
        return heap.removeMin().target
    }
}
