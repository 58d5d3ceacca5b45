internal import Foundation
internal import NIOConcurrencyHelpers
internal import Synchronization

/// A thread that owns connections and is the only one to touch them.
///
/// Others hand it ``Order``s through an inbox; the doorbell is rung only when the thread may be asleep. Reactors live
/// as long as the process, one per two cores: with TLS one saturates near 20,000 statements a second.
final class PostgresReactor: Sendable {
    private struct Inbox {
        var orders: [Order] = []
        /// The thread will look again before it sleeps.
        var isAwake = false
    }

    private static let all = (0..<max(1, ProcessInfo.processInfo.activeProcessorCount / 2)).map { _ in
        PostgresReactor()
    }
    private static let turn = Atomic<Int>(0)
    private static let lastNumber = Atomic<UInt64>(0)

    let poller = Poller()
    private let inbox = NIOLockedValueBox(Inbox())

    /// The reactor the next connection goes to.
    static func next() -> PostgresReactor {
        let turn = turn.wrappingAdd(1, ordering: .relaxed).newValue
        return all[Int(UInt(bitPattern: turn) % UInt(all.count))]
    }

    /// A number never given before in this process, from 1: for connections, commands and subscriptions.
    static func uniqueNumber() -> UInt64 {
        lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
    }

    private init() {
        let thread = Thread { [self] in ReactorLoop(reactor: self).run() }
        thread.name = "postgres-reactor"
        thread.start()
    }

    /// Never blocks. Orders are carried out in the order they came in.
    func submit(_ order: Order) {
        let mustRing = inbox.withLockedValue { inbox in
            inbox.orders.append(order)
            defer { inbox.isAwake = true }
            return !inbox.isAwake
        }
        if mustRing { poller.ring() }
    }

    /// Swaps the waiting orders for `orders`, which must be empty. Finding none, the thread counts as asleep.
    func takeOrders(into orders: inout [Order]) {
        inbox.withLockedValue { inbox in
            swap(&inbox.orders, &orders)
            inbox.isAwake = !orders.isEmpty
        }
    }
}
