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
    }

    struct Entry: Sendable {
        let epoch: Int64
        let lease: DispatchIndex.Lease?
        let abort: AsyncStream<Abort>.Continuation
    }

    private struct State {
        var taken = 0
        var entries: [Job.ID: Entry] = [:]
        /// Set by ``abortAll(_:)``: what is inserted later is told at once.
        var abort: Abort?
        var waiting: AsyncStream<Never>.Continuation?
    }

    let capacity: Int
    private let state = NIOLockedValueBox(State())

    init(capacity: Int) { self.capacity = capacity }

    var free: Int { state.withLockedValue { capacity - $0.taken } }

    func takeSlot() { state.withLockedValue { $0.taken += 1 } }

    func giveSlot() {
        let waiting = state.withLockedValue { state in
            state.taken -= 1
            return state.waiting.take()
        }
        waiting?.finish()
    }

    /// Returns when a job can be taken, or the task is cancelled. Not to be waited for by two tasks at once.
    func waitForRoom() async { await wait { [capacity] in $0 < capacity } }

    /// Returns when nothing runs, or the task is cancelled. Not to be waited for by two tasks at once.
    func waitUntilIdle() async { await wait { $0 == 0 } }

    private func wait(until isEnough: (_ taken: Int) -> Bool) async {
        while !Task.isCancelled {
            let freed = state.withLockedValue { state -> AsyncStream<Never>? in
                guard !isEnough(state.taken) else { return nil }
                let (freed, continuation) = AsyncStream.makeStream(of: Never.self)
                state.waiting = continuation
                return freed
            }
            guard let freed else { return }
            for await _ in freed {}  // ends when a slot is given back
        }
    }

    func insert(_ id: Job.ID, _ entry: Entry) {
        let abort = state.withLockedValue { state in
            state.entries[id] = entry
            return state.abort
        }
        if let abort { entry.abort.yield(abort) }
    }

    func remove(_ id: Job.ID) { state.withLockedValue { _ = $0.entries.removeValue(forKey: id) } }

    func contains(_ id: Job.ID) -> Bool { state.withLockedValue { $0.entries[id] != nil } }

    var all: [(id: Job.ID, entry: Entry)] { state.withLockedValue { $0.entries.map { ($0.key, $0.value) } } }

    /// Tells the attempt of that epoch; a later one at the same job is left alone.
    func abort(_ id: Job.ID, epoch: Int64, _ reason: Abort) {
        guard let entry = state.withLockedValue({ $0.entries[id] }), entry.epoch == epoch else { return }
        entry.abort.yield(reason)
    }

    /// Tells every attempt, also those that begin later.
    func abortAll(_ reason: Abort) {
        state.withLockedValue { $0.abort = reason }
        for (_, entry) in all { entry.abort.yield(reason) }
    }
}
