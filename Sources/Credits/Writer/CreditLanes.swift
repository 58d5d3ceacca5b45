import DequeModule
import Domain

/// Entries that wait to be written, in a lane for each store, and no more than a limit. Decides; carries nothing out.
///
/// A lane is held by one writer at a time. Free lanes that have something in them stand in a line: a writer takes those
/// that have stood longest, and a lane that comes back with something left goes to the end, so that a store with much
/// to write keeps nobody waiting for longer than its turn.
struct CreditLanes<Waiter: Sendable>: Sendable {
    typealias Ticket = UInt64

    /// An entry, and who waits for it.
    struct Place: Sendable {
        let ticket: Ticket
        let entry: CreditEntry
        let waiter: Waiter
        /// Nobody waits any longer than this for its turn.
        let deadline: ContinuousClock.Instant
    }

    /// What a writer carries away: parts of lanes, which it holds until they are released.
    struct Batch: Sendable {
        var lanes: [(store: Store.ID, places: [Place])] = []
        var count: Int { lanes.reduce(0) { $0 + $1.places.count } }
    }

    enum Admission: Equatable {
        case admitted
        case full
        case closed
    }

    private struct Lane: Sendable {
        var places: Deque<Place> = []
        /// Else it stands in the line.
        var isHeld = false
    }

    /// How many may wait.
    let limit: Int
    /// How many wait.
    private(set) var count = 0
    private(set) var isClosed = false
    /// Those that are held or in the line, no others.
    private var lanes: [Store.ID: Lane] = [:]
    private var line: Deque<Store.ID> = []

    init(limit: Int) { self.limit = limit }

    /// Whether a writer would find something to take.
    var isReady: Bool { !line.isEmpty }

    /// Puts an entry at the end of its store's lane, or says why not.
    mutating func join(_ place: Place, for store: Store.ID) -> Admission {
        guard !isClosed else { return .closed }
        guard count < limit else { return .full }
        count += 1
        if lanes[store] == nil { line.append(store) }
        lanes[store, default: Lane()].places.append(place)
        return .admitted
    }

    /// Takes an entry out of its lane; `nil` when a writer has it, or nobody any more.
    mutating func abandon(_ ticket: Ticket, for store: Store.ID) -> Waiter? {
        guard let index = lanes[store]?.places.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        count -= 1
        return lanes[store]?.places.remove(at: index).waiter
    }

    /// Takes up to so many entries out of the lanes that have stood in line longest, and holds those lanes.
    ///
    /// - Returns: them, and everybody whose time was up before their turn came. Both may be empty.
    mutating func take(upTo limit: Int, at now: ContinuousClock.Instant) -> (batch: Batch, overdue: [Waiter]) {
        var batch = Batch()
        var overdue: [Waiter] = []
        var room = limit
        while room > 0, let store = line.popFirst(), var lane = lanes[store] {
            while let first = lane.places.first, first.deadline < now {
                overdue.append(first.waiter)
                lane.places.removeFirst()
                count -= 1
            }
            let places = Array(lane.places.prefix(room))
            guard !places.isEmpty else {
                lanes[store] = nil  // all of them left before their turn
                continue
            }
            lane.places.removeFirst(places.count)
            lane.isHeld = true
            lanes[store] = lane
            batch.lanes.append((store, places))
            room -= places.count
            count -= places.count
        }
        return (batch, overdue)
    }

    /// Lets go of what was taken: the lanes are free for the next writer.
    mutating func release(_ batch: Batch) {
        for (store, _) in batch.lanes {
            lanes[store]?.isHeld = false
            if lanes[store]?.places.isEmpty == false { line.append(store) } else { lanes[store] = nil }
        }
    }

    /// Lets nobody join any more; who is in a lane stays there.
    mutating func close() { isClosed = true }

    /// Everybody, out of the lanes.
    mutating func leaveAll() -> [Waiter] {
        defer { (lanes, line, count) = ([:], [], 0) }
        return lanes.values.flatMap { $0.places.map(\.waiter) }
    }
}
