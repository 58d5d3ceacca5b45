import Dispatch
import Foundation
import NIOConcurrencyHelpers

/// A few threads of their own for computations that would starve everybody else on the shared ones.
///
/// Work waits in a bounded line. A caller that is cancelled while waiting leaves the line at once; work that has begun
/// is finished, and its result dropped. The threads live until ``close()``.
final class WorkThreads: Sendable {
    /// One computation: run on a thread, or refused.
    private struct Work: Sendable {
        let run: @Sendable () -> Void
        let refuse: @Sendable (any Error) -> Void
    }

    private struct State {
        var line: WorkLine<Work>
        var threadsLeft: Int
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let state: NIOLockedValueBox<State>
    /// Raised once for each piece of work, and once for each thread at the end.
    private let wake = DispatchSemaphore(value: 0)
    private let threadCount: Int

    /// Starts the threads.
    ///
    /// - Parameter limit: how many computations may wait while all threads compute.
    init(count: Int, limit: Int, name: String) {
        threadCount = count
        state = NIOLockedValueBox(State(line: WorkLine(limit: limit), threadsLeft: count))
        for _ in 0..<count {
            let thread = Thread { self.work() }
            thread.name = name
            thread.start()
        }
    }

    /// How many wait.
    var waiting: Int { state.withLockedValue(\.line.count) }

    /// Computes on one of the threads.
    ///
    /// - Throws: what `body` throws; `CancellationError` when the caller was cancelled while it waited;
    ///   ``PasswordHashingError/overloaded`` and ``PasswordHashingError/closed`` when it may not wait.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        let ticket = NIOLockedValueBox<WorkLine<Work>.Ticket?>(nil)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiter: CheckedContinuation<Result, any Error>) in
                let work = Work(
                    run: { waiter.resume(with: Swift.Result { try body() }) }, refuse: { waiter.resume(throwing: $0) })
                join(work, noting: ticket)
            }
        } onCancel: {
            abandon(ticket)
        }
    }

    /// Ends the threads: what is computed now is finished, what waits is refused. Returns when all have ended; the same
    /// whenever it is called again.
    func close() async {
        closeLine()
        await withCheckedContinuation { waiter in
            let isOver = state.withLockedValue { state in
                if state.threadsLeft > 0 { state.closers.append(waiter) }
                return state.threadsLeft == 0
            }
            if isOver { waiter.resume() }
        }
    }

    /// The same without waiting for it.
    func closeLine() {
        let refused: [Work]? = state.withLockedValue { $0.line.isClosed ? nil : $0.line.close() }
        guard let refused else { return }
        for work in refused { work.refuse(PasswordHashingError.closed) }
        for _ in 0..<threadCount { wake.signal() }
    }

    private func join(_ work: Work, noting ticket: NIOLockedValueBox<WorkLine<Work>.Ticket?>) {
        switch state.withLockedValue({ $0.line.join(work) }) {
        case .full: work.refuse(PasswordHashingError.overloaded)
        case .closed: work.refuse(PasswordHashingError.closed)
        case .admitted(let place):
            ticket.withLockedValue { $0 = place }
            // A cancellation that came before the ticket was noted found nothing to abandon.
            if Task.isCancelled { abandon(ticket) }
            wake.signal()
        }
    }

    private func abandon(_ ticket: NIOLockedValueBox<WorkLine<Work>.Ticket?>) {
        guard let place = ticket.withLockedValue({ $0 }) else { return }
        state.withLockedValue { $0.line.abandon(place) }?.refuse(CancellationError())
    }

    private func work() {
        while true {
            wake.wait()
            switch state.withLockedValue({ $0.line.next() }) {
            case .work(let work): work.run()
            case .nothing: continue
            case .over: return leave()
            }
        }
    }

    private func leave() {
        let closers: [CheckedContinuation<Void, Never>] = state.withLockedValue { state in
            state.threadsLeft -= 1
            return state.threadsLeft == 0 ? state.closers : []
        }
        for closer in closers { closer.resume() }
    }
}
