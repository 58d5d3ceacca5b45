import NIOConcurrencyHelpers

/// Leases of jobs that are over, on their way back to Redis: with the next fetch, or by themselves when there is none.
///
/// Best effort: a lease that is not given back ends by itself, and its job is found to be over when it is fetched again.
final class LeaseReturns: Sendable {
    private let index: DispatchIndex
    private let waiting = NIOLockedValueBox<[DispatchIndex.Lease]>([])
    private let calls: AsyncStream<Void>
    private let call: AsyncStream<Void>.Continuation

    init(index: DispatchIndex) {
        self.index = index
        (calls, call) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func add(_ lease: DispatchIndex.Lease) {
        waiting.withLockedValue { $0.append(lease) }
        call.yield()
    }

    /// What a fetch can take along.
    func take() -> [DispatchIndex.Lease] {
        waiting.withLockedValue { waiting in
            defer { waiting.removeAll() }
            return waiting
        }
    }

    /// Until its task is cancelled.
    func run() async {
        for await _ in calls { await flush() }
    }

    /// Sends what waits.
    func flush() async {
        let leases = take()
        if !leases.isEmpty { try? await index.ack(leases) }
    }
}
