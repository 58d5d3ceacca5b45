import NIOConcurrencyHelpers

/// Gathers what many ask for while one call is under way, and asks for all of it with the next.
///
/// Nothing waits for a timer: alone, an item is a call of its own at once; under load, calls grow by themselves.
final class Batcher<Item: Sendable, Answer: Sendable>: Sendable {
    private typealias Place = (item: Item, waiter: CheckedContinuation<Answer, any Error>)

    private struct State {
        var waiting: [Place] = []
        var isClosed = false
    }

    private let limit: Int
    private let perform: @Sendable ([Item]) async throws -> [Answer]
    private let state = NIOLockedValueBox(State())
    private let calls: AsyncStream<Void>
    private let call: AsyncStream<Void>.Continuation

    /// - Parameters:
    ///   - limit: items of one call.
    ///   - perform: does it for all of them; answers in their order, or throws for all of them.
    init(limit: Int, perform: @escaping @Sendable ([Item]) async throws -> [Answer]) {
        self.limit = limit
        self.perform = perform
        (calls, call) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many wait for the next call.
    var backlog: Int { state.withLockedValue { $0.waiting.count } }

    /// Waits for the answer, also when the task is cancelled meanwhile: what is under way cannot be taken back.
    ///
    /// - Throws: what the call threw; `CancellationError` when ``run()`` is over.
    func submit(_ item: Item) async throws -> Answer {
        try await withCheckedThrowingContinuation { waiter in
            let isClosed = state.withLockedValue { state in
                if !state.isClosed { state.waiting.append((item, waiter)) }
                return state.isClosed
            }
            if isClosed { waiter.resume(throwing: CancellationError()) } else { call.yield() }
        }
    }

    /// Makes the calls, one after another, until its task is cancelled; who still waits then is told so.
    func run() async {
        for await _ in calls {
            while case let batch = take(), !batch.isEmpty { await answer(batch) }
        }
        let left = state.withLockedValue { state in
            state.isClosed = true
            return state.waiting
        }
        for place in left { place.waiter.resume(throwing: CancellationError()) }
    }

    private func take() -> [Place] {
        state.withLockedValue { state in
            let batch = Array(state.waiting.prefix(limit))
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }

    private func answer(_ batch: [Place]) async {
        do {
            let answers = try await perform(batch.map(\.item))
            precondition(answers.count == batch.count, "an answer for each item")
            for (place, answer) in zip(batch, answers) { place.waiter.resume(returning: answer) }
        } catch {
            for place in batch { place.waiter.resume(throwing: error) }
        }
    }
}
