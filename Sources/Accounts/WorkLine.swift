/// Who waits for a thread, in order of arrival, and no more than a limit. Decides; carries nothing out.
struct WorkLine<Work> {
    /// A place in the line, good until it is served, abandoned or refused.
    typealias Ticket = UInt64

    enum Admission: Equatable {
        case admitted(Ticket)
        case full
        case closed
    }

    enum Turn {
        case work(Work)
        /// Woken for work that was abandoned.
        case nothing
        /// The line is closed and empty: go home.
        case over
    }

    /// How many may wait.
    let limit: Int
    private var waiting: [(ticket: Ticket, work: Work)] = []
    private var nextTicket: Ticket = 0
    private(set) var isClosed = false

    init(limit: Int) {
        self.limit = limit
    }

    /// How many wait.
    var count: Int { waiting.count }

    /// Puts work at the end of the line, or says why not.
    mutating func join(_ work: Work) -> Admission {
        guard !isClosed else { return .closed }
        guard waiting.count < limit else { return .full }
        nextTicket += 1
        waiting.append((nextTicket, work))
        return .admitted(nextTicket)
    }

    /// Takes work out of the line; `nil` when it was served or abandoned already.
    mutating func abandon(_ ticket: Ticket) -> Work? {
        guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return waiting.remove(at: index).work
    }

    /// What a thread that was woken does next.
    mutating func next() -> Turn {
        guard waiting.isEmpty else { return .work(waiting.removeFirst().work) }
        return isClosed ? .over : .nothing
    }

    /// Lets nobody join any more.
    ///
    /// - Returns: everybody who was waiting, to be refused.
    mutating func close() -> [Work] {
        isClosed = true
        defer { waiting.removeAll() }
        return waiting.map(\.work)
    }
}

extension WorkLine: Sendable where Work: Sendable {}
