import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import TestSupport
import Testing

@testable import Worker

@Suite("Housekeeping", .timeLimit(.minutes(5)))
struct HousekeepingTests {
    private struct Away: Error {}

    /// So many rows, and how often somebody came to delete some.
    private final class Pile: Sendable {
        private let state: NIOLockedValueBox<(rows: Int, visits: Int)>

        init(rows: Int) { state = NIOLockedValueBox((rows, 0)) }

        var rows: Int { state.withLockedValue { $0.rows } }
        var visits: Int { state.withLockedValue { $0.visits } }

        func delete(_ limit: Int) -> Int {
            state.withLockedValue { state in
                let count = min(limit, state.rows)
                state = (state.rows - count, state.visits + 1)
                return count
            }
        }
    }

    private func serving(_ housekeeping: Housekeeping, until isDone: @escaping @Sendable () -> Bool) async throws {
        let group = ServiceGroup(services: [housekeeping], logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await eventually { isDone() }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test("deletes in batches until nothing is left, and ends at once when told to")
    func batches() async throws {
        let pile = Pile(rows: 2 * Housekeeping.batch + 1)
        let chore = Chore("rows") { pile.delete($0) }
        try await serving(Housekeeping([chore], pause: .milliseconds(1), logger: quiet)) { pile.visits == 3 }
        #expect(pile.rows == 0 && pile.visits == 3)
    }

    @Test("goes on with the next chore when one fails, and comes back to it the next time")
    func failing() async throws {
        let attempts = Pile(rows: 0)
        let pile = Pile(rows: 5)
        let chores = [
            Chore("away") { limit in
                _ = attempts.delete(limit)
                throw Away()
            },
            Chore("rows") { pile.delete($0) },
        ]
        let housekeeping = Housekeeping(chores, interval: .milliseconds(1), logger: quiet)
        try await serving(housekeeping) { attempts.visits >= 2 && pile.visits >= 2 }
        #expect(pile.rows == 0)
    }
}
