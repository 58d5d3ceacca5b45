internal import Synchronization

/// How a connection stands, written by its reactor, read by everybody.
final class ConnectionStatus: Sendable {
    enum State: UInt8 {
        case idle, inTransaction, failedTransaction, busy, closed
    }

    private let raw = Atomic<UInt8>(State.idle.rawValue)
    /// How many listen; while any do, the connection is not given to the next one.
    private let listeners = Atomic<Int>(0)

    var state: State {
        get { State(rawValue: raw.load(ordering: .acquiring)) ?? .closed }
        set { raw.store(newValue.rawValue, ordering: .releasing) }
    }

    var isListening: Bool { listeners.load(ordering: .relaxed) > 0 }

    func setListeners(_ count: Int) {
        listeners.store(count, ordering: .relaxed)
    }
}
