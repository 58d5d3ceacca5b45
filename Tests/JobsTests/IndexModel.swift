import Domain

@testable import Jobs

/// What the dispatch index has to do, in its plainest form.
struct IndexModel {
    enum Place: Equatable {
        case ready, delayed, overdue, leased, leaseEnded
    }

    struct Entry {
        var band: Int
        var arrival: Int
        var token = 0
        var place: Place
    }

    private(set) var entries: [Job.ID: Entry] = [:]
    private var arrivals = 0

    var snapshot: IndexSnapshot {
        IndexSnapshot(
            ready: (0..<3).map { band in inLine.filter { entries[$0]?.band == band } },
            due: ids { $0 == .delayed || $0 == .overdue }, leased: ids { $0 == .leased || $0 == .leaseEnded })
    }

    private var inLine: [Job.ID] {
        entries.filter { $0.value.place == .ready }
            .sorted { ($0.value.band, $0.value.arrival) < ($1.value.band, $1.value.arrival) }.map(\.key)
    }

    private func ids(_ isIncluded: (Place) -> Bool) -> Set<Job.ID> {
        Set(entries.filter { isIncluded($0.value.place) }.keys)
    }

    mutating func enqueue(_ id: Job.ID, band: Int, isDelayed: Bool) {
        if let entry = entries[id] {
            if entry.place == .delayed, !isDelayed { entries[id]?.place = .ready }
        } else {
            arrivals += 1
            entries[id] = Entry(band: band, arrival: arrivals, place: isDelayed ? .delayed : .ready)
        }
    }

    mutating func fetch(_ count: Int) -> [DispatchIndex.Lease] {
        promote()
        return inLine.prefix(count).map { id in
            entries[id]?.place = .leased
            entries[id]?.token += 1
            return DispatchIndex.Lease(id: id, token: "\(entries[id]?.token ?? 0)")
        }
    }

    func holds(_ lease: DispatchIndex.Lease) -> Bool {
        guard let entry = entries[lease.id] else { return false }
        return (entry.place == .leased || entry.place == .leaseEnded) && lease.token == "\(entry.token)"
    }

    mutating func ack(_ lease: DispatchIndex.Lease) {
        if holds(lease) { entries[lease.id] = nil }
    }

    mutating func nack(_ lease: DispatchIndex.Lease, isDelayed: Bool) {
        if holds(lease) { entries[lease.id]?.place = isDelayed ? .delayed : .ready }
    }

    mutating func beat(_ lease: DispatchIndex.Lease) {
        if holds(lease) { entries[lease.id]?.place = .leased }
    }

    mutating func endLease(_ id: Job.ID) {
        if entries[id]?.place == .leased { entries[id]?.place = .leaseEnded }
    }

    mutating func makeDue(_ id: Job.ID) {
        if entries[id]?.place == .delayed { entries[id]?.place = .overdue }
    }

    mutating func reap() {
        for id in ids({ $0 == .leaseEnded }) {
            entries[id]?.place = .ready
            entries[id]?.token += 1
        }
        promote()
    }

    private mutating func promote() {
        for id in ids({ $0 == .overdue }) { entries[id]?.place = .ready }
    }
}
