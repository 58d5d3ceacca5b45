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
    }

    let capacity: Int
    /// Yields whenever a slot is given back. One consumer at a time.
    let freed: AsyncStream<Void>
    private let freedSignal: AsyncStream<Void>.Continuation
    private let state = NIOLockedValueBox(State())

    init(capacity: Int) {
        self.capacity = capacity
        (freed, freedSignal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var free: Int { state.withLockedValue { capacity - $0.taken } }
    var isIdle: Bool { state.withLockedValue { $0.taken == 0 } }

    func takeSlot() { state.withLockedValue { $0.taken += 1 } }

    func giveSlot() {
        state.withLockedValue { $0.taken -= 1 }
        freedSignal.yield()
    }

    func insert(_ id: Job.ID, _ entry: Entry) { state.withLockedValue { $0.entries[id] = entry } }

    func remove(_ id: Job.ID) { state.withLockedValue { _ = $0.entries.removeValue(forKey: id) } }

    func contains(_ id: Job.ID) -> Bool { state.withLockedValue { $0.entries[id] != nil } }

    var all: [(id: Job.ID, entry: Entry)] { state.withLockedValue { $0.entries.map { ($0.key, $0.value) } } }

    func abort(_ id: Job.ID, _ reason: Abort) {
        state.withLockedValue { $0.entries[id] }?.abort.yield(reason)
    }

    func abortAll(_ reason: Abort) {
        for (_, entry) in all { entry.abort.yield(reason) }
    }
}
