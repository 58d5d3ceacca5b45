internal import DequeModule

/// The slots of a bounded pool and the line before them, in order of arrival. Holds no connection and no clock.
struct SlotLine<Waiter: Sendable>: Sendable {
    /// A place in the line.
    typealias Ticket = UInt64

    private struct Place: Sendable {
        let waiter: Waiter
        let deadline: ContinuousClock.Instant
    }

    let capacity: Int
    private(set) var taken = 0
    private var places: [Ticket: Place] = [:]
    /// Tickets in order; those who left meanwhile are skipped, and swept out when they are the greater part.
    private var order = Deque<Ticket>()

    init(capacity: Int) {
        self.capacity = capacity
    }

    var waitingCount: Int { places.count }

    /// When the first in line has waited long enough.
    var nextDeadline: ContinuousClock.Instant? {
        order.first { places[$0] != nil }.flatMap { places[$0]?.deadline }
    }

    /// Takes a slot if one is free and nobody stands in line for it.
    mutating func take() -> Bool {
        guard taken < capacity, places.isEmpty else { return false }
        taken += 1
        return true
    }

    mutating func wait(_ waiter: Waiter, as ticket: Ticket, until deadline: ContinuousClock.Instant) {
        places[ticket] = Place(waiter: waiter, deadline: deadline)
        order.append(ticket)
    }

    /// Gives a slot back, or hands it to the first in line, who then holds it.
    mutating func give() -> Waiter? {
        while let ticket = order.popFirst() {
            if let place = places.removeValue(forKey: ticket) { return place.waiter }
        }
        taken -= 1
        return nil
    }

    /// Leaves the line; `nil` for one who was served or has left already.
    mutating func leave(_ ticket: Ticket) -> Waiter? {
        guard let place = places.removeValue(forKey: ticket) else { return nil }
        if order.count > 2 * places.count + 16 { order.removeAll { places[$0] == nil } }
        return place.waiter
    }

    /// Those whose time is up, out of the line.
    mutating func leaveOverdue(at now: ContinuousClock.Instant) -> [Waiter] {
        var overdue: [Waiter] = []
        while let ticket = order.first {
            if let place = places[ticket] {
                guard place.deadline <= now else { break }
                overdue.append(place.waiter)
                places[ticket] = nil
            }
            order.removeFirst()
        }
        return overdue
    }

    /// Everybody, out of the line.
    mutating func leaveAll() -> [Waiter] {
        defer { (places, order) = ([:], []) }
        return order.compactMap { places[$0]?.waiter }
    }
}
