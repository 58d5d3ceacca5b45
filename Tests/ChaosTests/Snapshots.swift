import JobTestSupport
import NIOConcurrencyHelpers

/// Looks at the index in Redis again and again, each time all of it in one instant.
final class Snapshots: Sendable {
    private struct State {
        var taken = 0
        var problems: Set<String> = []
    }

    private let keys: IndexKeys
    private let state = NIOLockedValueBox(State())

    init(_ keys: IndexKeys) { self.keys = keys }

    var taken: Int { state.withLockedValue { $0.taken } }
    var problems: Set<String> { state.withLockedValue { $0.problems } }

    /// Until it is cancelled. While Redis is away there is nothing to look at.
    func take(every pause: Duration) async {
        while !Task.isCancelled {
            if let snapshot = try? await IndexSnapshot(of: keys) {
                state.withLockedValue {
                    $0.taken += 1
                    $0.problems.formUnion(snapshot.problems)
                }
            }
            try? await Task.sleep(for: pause)
        }
    }
}
