import Domain

@testable import Jobs

/// Where jobs have to be, in the plainest form; whose turn it is, is left to the index.
struct IndexModel {
    enum Place: Equatable {
        /// In a line, or parked for a name that is used up.
        case waiting
        case delayed, overdue, leased, leaseEnded
    }

    struct Entry {
        var entry: DispatchEntry
        var arrival: Int
        /// How often it was lent, or its lease ended.
        var count = 0
        /// The newest lease's; `nil` when that has ended.
        var token: String?
        var place: Place
        var isCanceled = false
    }

    private(set) var entries: [Job.ID: Entry] = [:]
    var limits = DispatchLimits()
    private var arrivals = 0

    func ids(_ places: Place...) -> Set<Job.ID> { Set(entries.filter { places.contains($0.value.place) }.keys) }

    mutating func enqueue(_ entry: DispatchEntry) {
        let isDelayed = entry.delay > .zero
        if let known = entries[entry.id] {
            if known.place == .delayed, !isDelayed { entries[entry.id]?.place = .waiting }
        } else {
            arrivals += 1
            entries[entry.id] = Entry(entry: entry, arrival: arrivals, place: isDelayed ? .delayed : .waiting)
        }
    }

    /// - Returns: why these leases cannot have been lent, in this order; `nil` when they may.
    mutating func lend(_ leases: [DispatchIndex.Lease], of queues: [String]) -> String? {
        promote()
        for lease in leases {
            guard let found = entries[lease.id], found.place == .waiting else { return "\(lease.id) did not wait" }
            let entry = found.entry
            guard queues.contains(entry.queue) else { return "\(lease.id) is of another queue" }
            guard lease.token.hasSuffix(".\(found.count + 1)") else { return "\(lease.id) has token \(lease.token)" }
            if let limit = exhausted(by: entry) { return "\(lease.id) is beyond \(limit)" }
            let earlier = entries.values.first {
                $0.place == .waiting && $0.arrival < found.arrival && $0.entry.tenant == entry.tenant
                    && $0.entry.queue == entry.queue && $0.entry.band == entry.band && isFree($0.entry)
            }
            if let earlier, isFree(entry) { return "\(lease.id) before \(earlier.entry.id), which came first" }
            entries[lease.id]?.place = .leased
            entries[lease.id]?.count += 1
            entries[lease.id]?.token = lease.token
        }
        return nil
    }

    /// Jobs of these queues that may be lent at this moment.
    func lendable(_ queues: [String]) -> Set<Job.ID> {
        Set(
            entries.values.filter {
                ($0.place == .waiting || $0.place == .overdue) && queues.contains($0.entry.queue)
                    && exhausted(by: $0.entry) == nil
            }.map(\.entry.id))
    }

    /// Nothing but its tenant and its queue can hold it up: such jobs of a tenant keep their order.
    private func isFree(_ entry: DispatchEntry) -> Bool {
        entry.serialKey == nil && entry.host == nil && limits.atOnce[.kind(entry.kind)] == nil
    }

    /// Which limit keeps a job from being lent, if one does.
    private func exhausted(by entry: DispatchEntry) -> String? {
        func count(_ isCounted: (DispatchEntry) -> Bool) -> Int {
            entries.values.count {
                ($0.place == .leased || $0.place == .leaseEnded) && isCounted($0.entry)
            }
        }
        let atOnce = limits.atOnce
        if atOnce[.queue(entry.queue)] == 0 { return "the queue" }
        if let limit = atOnce[.tenant(entry.tenant)] ?? atOnce[.tenant("*")],
            count({ $0.tenant == entry.tenant }) >= limit
        {
            return "the tenant"
        }
        if let limit = atOnce[.kind(entry.kind)], count({ $0.kind == entry.kind }) >= limit { return "the kind" }
        if let host = entry.host, let limit = atOnce[.host(host)] ?? atOnce[.host("*")],
            count({ $0.host == host }) >= limit
        {
            return "the host"
        }
        if let key = entry.serialKey, count({ $0.serialKey == key }) >= 1 { return "the serial key" }
        return nil
    }

    func holds(_ lease: DispatchIndex.Lease) -> Bool {
        guard let entry = entries[lease.id] else { return false }
        return (entry.place == .leased || entry.place == .leaseEnded) && lease.token == entry.token
    }

    mutating func ack(_ lease: DispatchIndex.Lease) {
        if holds(lease) { entries[lease.id] = nil }
    }

    mutating func nack(_ lease: DispatchIndex.Lease, isDelayed: Bool) {
        guard holds(lease) else { return }
        entries[lease.id]?.place = isDelayed ? .delayed : .waiting
        entries[lease.id]?.isCanceled = false
    }

    mutating func beat(_ lease: DispatchIndex.Lease) {
        if holds(lease) { entries[lease.id]?.place = .leased }
    }

    mutating func cancel(_ id: Job.ID) {
        switch entries[id]?.place {
        case .leased, .leaseEnded: entries[id]?.isCanceled = true
        default: entries[id] = nil
        }
    }

    mutating func endLease(_ id: Job.ID) {
        if entries[id]?.place == .leased { entries[id]?.place = .leaseEnded }
    }

    mutating func makeDue(_ id: Job.ID) {
        if entries[id]?.place == .delayed { entries[id]?.place = .overdue }
    }

    mutating func reap() {
        for id in ids(.leaseEnded) {
            entries[id]?.place = .waiting
            entries[id]?.count += 1
            entries[id]?.token = nil
            entries[id]?.isCanceled = false
        }
        promote()
    }

    private mutating func promote() {
        for id in ids(.overdue) { entries[id]?.place = .waiting }
    }
}
