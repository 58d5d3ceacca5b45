internal import DequeModule
internal import NIOCore

/// The commands of one client in the order they were given, each with whoever waits for its reply: a state machine
/// without sockets, clocks or threads.
///
/// The front of the queue is *written*: handed to the connection, its replies due in that order. The rest is *unsent*
/// and outlives a lost connection. A waiter who gave up leaves a tombstone: unsent, it is skipped; written, it
/// swallows the reply that is still due. Who is to be told what is returned, never told from here.
struct Exchange<Waiter: Sendable>: Sendable {
    /// A command's place in the order of all commands ever given.
    typealias Ticket = Int
    /// Tells connections apart, so that what an earlier one still says is ignored.
    typealias Generation = Int

    /// A waiter and what to tell it.
    struct Settlement: Sendable {
        let waiter: Waiter
        let outcome: Result<RedisValue, RedisError>
    }

    struct Entry: Sendable {
        /// `nil` for a tombstone.
        var waiter: Waiter?
        var bytes: [UInt8]
        let byteCount: Int
        let isPipeline: Bool
        /// Zero for an unsent tombstone: it will not be sent.
        var dueReplies: Int
        var replies: [RedisValue] = []
        let deadline: NIODeadline
        var isOverdue = false
    }

    enum Phase: Equatable {
        case disconnected
        case connected(Generation)
        case closed
    }

    let limits: RedisLimits
    var phase = Phase.disconnected
    var queue = Deque<Entry>()
    /// The ticket of the queue's first entry; the others follow without gaps.
    var firstTicket = 0
    /// How many entries at the front are written.
    var written = 0
    var byteCount = 0
    /// Written entries whose waiter was told `.timeout`.
    var overdue = 0
    var lastHeard = NIODeadline.uptimeNanoseconds(0)
    var drainIsScheduled = false
    var earliestDeadline: NIODeadline?
    var scheduledTimer: NIODeadline?
    /// Why the last attempt to connect failed.
    var lastFailure: RedisError?
    /// How many connections were taken into use so far; the newest has this number.
    private(set) var generations = 0

    init(limits: RedisLimits) { self.limits = limits }

    var isConnected: Bool { if case .connected = phase { true } else { false } }

    /// Takes a command, or a pipeline of them, in. Its waiter is settled exactly once from here on.
    ///
    /// - Returns: its ticket, and whether a drain has to be scheduled (only the first since the last drain says so).
    /// - Throws: `.closed` or `.tooManyInFlight`; the waiter is not kept then.
    mutating func enqueue(
        _ bytes: [UInt8], pipelineOf count: Int? = nil, deadline: NIODeadline, waiter: Waiter
    ) throws(RedisError) -> (ticket: Ticket, needsDrain: Bool) {
        guard phase != .closed else { throw RedisError(.closed) }
        guard queue.count < limits.commands, byteCount + bytes.count <= limits.bytes else {
            throw RedisError(.tooManyInFlight)
        }
        queue.append(
            Entry(
                waiter: waiter, bytes: bytes, byteCount: bytes.count, isPipeline: count != nil,
                dueReplies: count ?? 1, deadline: deadline))
        byteCount += bytes.count
        earliestDeadline = min(earliestDeadline ?? deadline, deadline)
        defer { drainIsScheduled = true }
        return (firstTicket + queue.count - 1, !drainIsScheduled)
    }

    /// Everything unsent, in order, as written from now on; nothing while there is no connection.
    mutating func takeBatch(now: NIODeadline) -> [[UInt8]] {
        drainIsScheduled = false
        guard isConnected, written < queue.count else { return [] }
        if written == 0 { lastHeard = now }
        var batch: [[UInt8]] = []
        batch.reserveCapacity(queue.count - written)
        for offset in written..<queue.count {
            guard queue[offset].dueReplies > 0 else { continue }
            batch.append(queue[offset].bytes)
            queue[offset].bytes = []
        }
        written = queue.count
        return batch
    }

    /// A new connection stands; what is unsent goes to it with the next batch.
    ///
    /// - Throws: `.closed`.
    mutating func attach() throws(RedisError) -> Generation {
        guard phase != .closed else { throw RedisError(.closed) }
        generations += 1
        phase = .connected(generations)
        lastFailure = nil
        return generations
    }

    /// Removes the first entry with all its bookkeeping.
    mutating func dropFirst() {
        let entry = queue.removeFirst()
        firstTicket += 1
        byteCount -= entry.byteCount
        if written > 0 { written -= 1 }
        if entry.isOverdue { overdue -= 1 }
    }

    /// Removes unsent tombstones from the front.
    mutating func dropSkipped() {
        while !queue.isEmpty, queue[0].dueReplies == 0 { dropFirst() }
    }
}

extension Exchange.Settlement: Equatable where Waiter: Equatable {}
