import Domain
import NIOConcurrencyHelpers

/// The jobs that this worker runs at the moment, and how many more it has room for.
final class RunningJobs: Sendable {
    /// Why a running handler is told to stop.
    enum Abort: Sendable {
        /// The job belongs to somebody else by now.
        case lost
        /// The worker is shutting down: the job is handed back.
        case shutdown
        /// Somebody called the job off.
        case canceled
    }

    struct Entry: Sendable {
        let epoch: Int64
        let kind: String
        let lease: DispatchIndex.Lease?
        /// When its time is up; `nil` for a kind that nobody knows.
        var deadline: ContinuousClock.Instant?
        let signal: AsyncStream<JobSignal>.Continuation
        /// When its handler was first told to stop.
        fileprivate var toldAt: ContinuousClock.Instant?
        /// Its handler has ended; how is being written down.
        fileprivate var isOver = false

        init(
            epoch: Int64, kind: String, lease: DispatchIndex.Lease?, deadline: ContinuousClock.Instant?,
            signal: AsyncStream<JobSignal>.Continuation
        ) {
            self.epoch = epoch
            self.kind = kind
            self.lease = lease
            self.deadline = deadline
            self.signal = signal
        }

        fileprivate mutating func stop(_ ending: JobEnding) {
            toldAt = toldAt ?? .now
            signal.yield(.stop(ending))
        }
    }

    /// A handler that goes on although it was told to stop.
    struct Deaf: Sendable {
        let id: Job.ID
        let kind: String
        let lease: DispatchIndex.Lease?
        /// How long ago it was told.
        let since: Duration
    }

    private struct State {
        /// Jobs that are being claimed, run, or whose end is being written.
        var taken = 0
        /// Those of them whose end is being written.
        var ending = 0
        /// Claims under way.
        var claims = 0
        var entries: [Job.ID: Entry] = [:]
        /// Set by ``abortAll(_:)``: what is inserted later is told at once.
        var abort: Abort?
        var waiting: AsyncStream<Never>.Continuation?
    }

    /// Handlers that run at the same time.
    let capacity: Int
    private let state = NIOLockedValueBox(State())

    init(capacity: Int) { self.capacity = capacity }

    /// For how many jobs a claim may be begun.
    ///
    /// A job whose handler has ended makes room for another before that is written down: a place is a running handler, and the
    /// disk is no reason for others to wait. As many as have places may wait for the disk.
    ///
    /// While one claim is under way, another is begun only for a quarter of all places: fetching, claiming and completing then go on
    /// side by side, and a claim of few jobs costs nearly as much as one of many. Never a third.
    var room: Int { state.withLockedValue { room($0) } }

    private func room(_ state: State) -> Int {
        let free = min(capacity - (state.taken - state.ending), 2 * capacity - state.taken)
        return switch state.claims {
        case 0: free
        case 1: free * 4 >= capacity ? free : 0
        default: 0
        }
    }

    /// Takes places for jobs that are going to be claimed.
    func beginClaim(of count: Int) {
        state.withLockedValue { state in
            state.claims += 1
            state.taken += count
        }
    }

    /// Gives back the places of those that were claimed in vain; the others keep theirs until ``giveSlot()``.
    func endClaim(unused: Int) {
        change { state in
            state.claims -= 1
            state.taken -= unused
        }
    }

    func giveSlot() { change { $0.taken -= 1 } }

    private func change(_ body: (inout State) -> Void) {
        let waiting = state.withLockedValue { state in
            body(&state)
            return state.waiting.take()
        }
        waiting?.finish()
    }

    /// Returns when there is ``room``, or the task is cancelled. Not to be waited for by two tasks at once.
    func waitForRoom() async { await wait { self.room($0) > 0 } }

    /// Returns when nothing runs or is being claimed, or the task is cancelled. Not to be waited for by two tasks at once.
    func waitUntilIdle() async { await wait { $0.taken == 0 } }

    /// Returns when nothing runs, so much time has passed, or the task is cancelled. Not to be waited for by two tasks at once.
    func waitUntilIdle(atMost limit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.waitUntilIdle() }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait(until isEnough: (State) -> Bool) async {
        while !Task.isCancelled {
            let freed = state.withLockedValue { state -> AsyncStream<Never>? in
                guard !isEnough(state) else { return nil }
                let (freed, continuation) = AsyncStream.makeStream(of: Never.self)
                state.waiting = continuation
                return freed
            }
            guard let freed else { return }
            for await _ in freed {}  // ends when a slot is given back
        }
    }

    func insert(_ id: Job.ID, _ entry: Entry) {
        state.withLockedValue { state in
            state.entries[id] = entry
            if let abort = state.abort { state.entries[id]?.stop(.aborted(abort)) }
        }
    }

    /// The handler has ended; the job stays here until that is written.
    func handlerEnded(_ id: Job.ID) {
        change { state in
            guard state.entries[id]?.isOver == false else { return }
            state.entries[id]?.isOver = true
            state.ending += 1
        }
    }

    /// Gives the attempt of that epoch until then, if that is later than it had.
    func extend(_ id: Job.ID, epoch: Int64, until deadline: ContinuousClock.Instant) {
        state.withLockedValue { state in
            guard let entry = state.entries[id], entry.epoch == epoch, let before = entry.deadline else { return }
            state.entries[id]?.deadline = max(before, deadline)
        }
    }

    /// Handlers that were told to stop and have not ended, and whether they are all that is left.
    var deaf: (handlers: [Deaf], areAll: Bool) {
        state.withLockedValue { state in
            let now = ContinuousClock.now
            let handlers = state.entries.compactMap { id, entry -> Deaf? in
                guard let toldAt = entry.toldAt, !entry.isOver else { return nil }
                return Deaf(id: id, kind: entry.kind, lease: entry.lease, since: now - toldAt)
            }
            return (handlers, handlers.count == state.taken)
        }
    }

    func remove(_ id: Job.ID) {
        state.withLockedValue { state in
            if state.entries.removeValue(forKey: id)?.isOver == true { state.ending -= 1 }
        }
    }

    func contains(_ id: Job.ID) -> Bool { state.withLockedValue { $0.entries[id] != nil } }

    var all: [(id: Job.ID, entry: Entry)] { state.withLockedValue { $0.entries.map { ($0.key, $0.value) } } }

    /// Tells the attempt of that epoch; a later one at the same job is left alone.
    func abort(_ id: Job.ID, epoch: Int64, _ reason: Abort) {
        state.withLockedValue { state in
            guard state.entries[id]?.epoch == epoch else { return }
            state.entries[id]?.stop(.aborted(reason))
        }
    }

    /// Tells whichever attempt at that job runs here; none is no mistake.
    func cancel(_ id: Job.ID) {
        state.withLockedValue { $0.entries[id]?.stop(.aborted(.canceled)) }
    }

    /// Tells every attempt, also those that begin later.
    func abortAll(_ reason: Abort) {
        state.withLockedValue { state in
            state.abort = reason
            for id in state.entries.keys { state.entries[id]?.stop(.aborted(reason)) }
        }
    }

    /// Tells the attempts whose time is up, until the task is cancelled.
    ///
    /// - Parameter interval: nobody is told earlier than it should be, and at most this much later.
    func watchDeadlines(every interval: Duration) async {
        for await _ in Ticks(every: interval) {
            let now = ContinuousClock.now
            state.withLockedValue { state in
                for (id, entry) in state.entries {
                    if let deadline = entry.deadline, deadline <= now { state.entries[id]?.stop(.timedOut) }
                }
            }
        }
    }
}
