/// Keeps requests from waiting for a service that did not answer the last time.
///
/// Open, it lets one through in each pause to see whether the service is back; whatever becomes of that one, the next
/// is let through a pause later.
struct CircuitBreaker: Sendable {
    let pause: Duration
    private var probeAt: ContinuousClock.Instant?

    /// Closed: everything is let through.
    init(pause: Duration) { self.pause = pause }

    /// Whether it is open.
    var isOpen: Bool { probeAt != nil }

    /// Whether this request may ask the service.
    mutating func admits(at now: ContinuousClock.Instant) -> Bool {
        guard let probeAt else { return true }
        guard now >= probeAt else { return false }
        self.probeAt = now + pause
        return true
    }

    /// The service answered. Says whether the breaker was open until now.
    mutating func succeeded() -> Bool {
        defer { probeAt = nil }
        return isOpen
    }

    /// The service failed. Says whether the breaker was closed until now.
    mutating func failed(at now: ContinuousClock.Instant) -> Bool {
        defer { probeAt = now + pause }
        return !isOpen
    }
}
