package import Domain
package import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import Synchronization
package import Tenancy

/// Writes the entries of many callers into stores' journals, many with one commit.
///
/// Entries wait in a lane for each store, at most ``capacity`` in all. A few writers each take up to ``batchLimit`` of
/// them and post them with one statement, which is one transaction. A store's lane is held by one writer at a time:
/// within a process nobody waits for the lock of a balance. Between processes that lock decides, and every statement
/// locks stores in the order of their ids.
///
/// A batch goes as soon as a writer is free for it; what comes meanwhile is the next one. So a lone entry waits for
/// nothing, and the more come at once, the more share a commit. Figures, and why it is no timer: decision 0022.
///
/// Until ``run()`` has begun, every caller posts for itself. Once it has ended, entries are refused.
package final class CreditWriter: Service {
    typealias Waiter = CheckedContinuation<Result<CreditPosting, any Error>, Never>
    typealias Lanes = CreditLanes<Waiter>

    private enum Standing { case asleep, awake, over }

    private struct State {
        var standing = Standing.asleep
        var lanes: Lanes
        /// Writers without work.
        var resting: [CheckedContinuation<Void, Never>] = []
        /// How many writers are about to see for themselves what there is.
        var looking = 0

        /// Takes a writer from its rest when there is something that no other is about to see.
        mutating func writerToWake() -> CheckedContinuation<Void, Never>? {
            guard lanes.isReady, looking == 0, let writer = resting.popLast() else { return nil }
            looking += 1
            return writer
        }
    }

    /// Entries that one statement posts at most.
    package static let batchLimit = 100
    /// Entries that wait at most.
    package static let capacity = 8_192
    /// Writers of a process: what one store's balance keeps waiting, others' entries pass by.
    package static let writers = 2

    let master: Database<Master>
    let logger: Logger
    /// How long an entry waits for its turn, and then how long its batch is sent again and again.
    let patience: Duration
    private let count: Int
    private let state: NIOLockedValueBox<State>
    private let tickets = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - patience: how long an entry waits for its turn, and how long a batch that failed is sent again.
    ///   - writers: how many batches may be under way.
    package init(
        master: Database<Master>, logger: Logger, patience: Duration = .seconds(5),
        writers: Int = CreditWriter.writers, capacity: Int = CreditWriter.capacity
    ) {
        self.master = master
        self.logger = logger
        self.patience = patience
        count = writers
        state = NIOLockedValueBox(State(lanes: Lanes(limit: capacity)))
    }

    /// Whether entries are accepted to be written together.
    package var isRunning: Bool { state.withLockedValue { $0.standing == .awake } }

    /// How many entries wait for their turn.
    package var waiting: Int { state.withLockedValue(\.lanes.count) }

    /// Posts an entry and waits until it is on the disk.
    ///
    /// Safe to repeat: the key makes it happen once. After a lost connection the batch is sent again by itself, and an
    /// entry that had been written then counts as `replayed`.
    ///
    /// A caller that is cancelled while its entry waits leaves with `CancellationError`, and nothing was posted; one
    /// whose entry is being written waits for the answer, which is no longer than a statement may last.
    ///
    /// - Throws: ``CreditError/notFound`` when there is no such store; ``CreditWriterError``, with nothing posted;
    ///   `PostgresError` when the database refused the entry or did not answer in time, in which case it may have been
    ///   posted.
    package func post(_ entry: CreditEntry, to store: Store.ID) async throws -> CreditPosting {
        guard state.withLockedValue({ $0.standing != .asleep }) else {
            return try await CreditJournal(master: master).post([entry], to: store)[0]
        }
        let ticket = tickets.wrappingAdd(1, ordering: .relaxed).newValue
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { (waiter: Waiter) in
                let deadline = ContinuousClock.now + patience
                join(Lanes.Place(ticket: ticket, entry: entry, waiter: waiter, deadline: deadline), for: store)
                if Task.isCancelled { abandon(ticket, for: store) }  // cancelled before there was anything to abandon
            }
        } onCancel: {
            abandon(ticket, for: store)
        }.get()
    }

    /// Writes until the process shuts down: then what waits is still written, and nothing else accepted. Cancelled, it
    /// refuses what waits. To be called once.
    package func run() async {
        state.withLockedValue { state in
            if state.standing == .asleep { state.standing = .awake }
            state.looking = count
        }
        await withTaskCancellationOrGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for _ in 0..<count { group.addTask { await self.write() } }
            }
        } onCancelOrGracefulShutdown: {
            self.close()
        }
        let left = state.withLockedValue { $0.lanes.leaveAll() }
        for waiter in left { waiter.resume(returning: .failure(CreditWriterError.closed)) }
    }

    private func write() async {
        while let batch = await nextBatch() {
            await send(batch)
            // Whoever was just told and has more to write may be part of the next batch.
            if batch.count > 1 { await Task.yield() }
        }
    }

    /// Lets go of a batch's lanes. Nobody is woken for what has come meanwhile: the writer that had them looks next.
    func release(_ batch: Lanes.Batch) {
        state.withLockedValue { state in
            state.lanes.release(batch)
            state.looking += 1
        }
    }

    private func join(_ place: Lanes.Place, for store: Store.ID) {
        let (admission, rested) = state.withLockedValue { state in
            let admission = state.lanes.join(place, for: store)
            return (admission, state.writerToWake())
        }
        rested?.resume()
        switch admission {
        case .admitted: break
        case .full: place.waiter.resume(returning: .failure(CreditWriterError.overloaded))
        case .closed: place.waiter.resume(returning: .failure(CreditWriterError.closed))
        }
    }

    private func abandon(_ ticket: Lanes.Ticket, for store: Store.ID) {
        state.withLockedValue { $0.lanes.abandon(ticket, for: store) }?
            .resume(returning: .failure(CancellationError()))
    }

    private func close() {
        let rested = state.withLockedValue { state in
            state.standing = .over
            state.lanes.close()
            defer { state.resting = [] }
            state.looking += state.resting.count
            return state.resting
        }
        for writer in rested { writer.resume() }
    }

    private enum Turn { case batch(Lanes.Batch), nothing, over }

    /// Waits until there is something to write; `nil` when there never will be again.
    private func nextBatch() async -> Lanes.Batch? {
        while !Task.isCancelled {
            switch takeTurn() {
            case .batch(let batch): return batch
            case .over: return nil
            case .nothing: await rest()
            }
        }
        return nil
    }

    private func takeTurn() -> Turn {
        let now = ContinuousClock.now
        let (turn, overdue, rested) = state.withLockedValue { state in
            state.looking -= 1
            let (batch, overdue) = state.lanes.take(upTo: Self.batchLimit, at: now)
            let turn: Turn = batch.count > 0 ? .batch(batch) : state.lanes.isClosed ? .over : .nothing
            return (turn, overdue, state.writerToWake())
        }
        rested?.resume()
        for waiter in overdue { waiter.resume(returning: .failure(CreditWriterError.overloaded)) }
        return turn
    }

    /// Waits until somebody has joined or left a lane, or there is no more work to come.
    private func rest() async {
        await withCheckedContinuation { rest in
            let mustWork = state.withLockedValue { state in
                guard !state.lanes.isReady, !state.lanes.isClosed else {
                    state.looking += 1
                    return true
                }
                state.resting.append(rest)
                return false
            }
            if mustWork { rest.resume() }
        }
    }
}
