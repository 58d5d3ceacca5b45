import NIOCore

/// The state of the network that a ``TCPProxy`` plays, and what has passed through it.
struct ProxyConditions: Sendable {
    /// The time an item takes from one side to the other: half of a round trip.
    private(set) var delay = TimeAmount.zero
    /// Nothing moves and nobody is told.
    var isFrozen = false
    var traffic = TCPProxy.Traffic()
    /// How many bytes may still pass in a direction before the connection that carries the last one is cut.
    private var allowance: [TCPProxy.Direction: Int] = [:]

    init(roundTrip: Duration) {
        setRoundTrip(roundTrip)
    }

    mutating func setRoundTrip(_ roundTrip: Duration) {
        delay = TimeAmount(roundTrip / 2)
    }

    mutating func allow(_ bytes: Int, _ direction: TCPProxy.Direction) {
        allowance[direction] = bytes
    }

    /// Counts what is about to be passed on.
    ///
    /// - Returns: how many of the bytes may pass, and whether that was the last that the connection carries.
    mutating func pass(_ bytes: Int, _ direction: TCPProxy.Direction) -> (passing: Int, isLast: Bool) {
        let passing = min(bytes, allowance[direction] ?? bytes)
        switch direction {
        case .toServer: traffic.bytesToServer += passing
        case .toClient: traffic.bytesToClient += passing
        }
        guard let allowed = allowance[direction] else { return (passing, false) }
        allowance[direction] = passing == allowed ? nil : allowed - passing
        return (passing, passing == allowed)
    }
}
