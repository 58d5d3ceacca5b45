/// Keeps callers from waiting again and again for something that does not answer.
///
/// After three failures in a row nobody is admitted for a while; then one at a time tries, until an attempt succeeds.
/// Holds no clock: the caller says what time it is.
struct CircuitBreaker: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// Leave for one attempt; what became of it is to be noted, whatever happens.
    struct Permit: Sendable, Equatable {
        /// Outcomes of attempts from before the last change of state say nothing about it.
        fileprivate let period: Int
    }

    enum Outcome {
        case answered
        case failed
        /// Given up for a reason that has nothing to do with the other side.
        case abandoned
    }

    enum Change: Equatable {
        case opened
        case closed
    }

    private enum State {
        case closed(failures: Int)
        case open(until: Instant)
        case probing
    }

    let tolerance: Int
    let pause: Duration
    private var state = State.closed(failures: 0)
    private var period = 0

    /// - Parameters:
    ///   - tolerance: how many failures in a row open it.
    ///   - pause: for how long at least; up to half as long again.
    init(tolerance: Int = 3, pause: Duration = .seconds(1)) {
        self.tolerance = tolerance
        self.pause = pause
    }

    /// Leave to try, or `nil`.
    mutating func admit(at now: Instant) -> Permit? {
        switch state {
        case .closed: break
        case .open(let end) where end <= now: enter(.probing)
        case .open, .probing: return nil
        }
        return Permit(period: period)
    }

    /// - Parameter stretch: what the pause is multiplied with, so that many processes do not return in step.
    /// - Returns: what is worth telling an operator.
    mutating func note(
        _ outcome: Outcome, of permit: Permit, at now: Instant, stretch: Double = .random(in: 1...1.5)
    ) -> Change? {
        guard permit.period == period else { return nil }
        switch (state, outcome) {
        case (.closed, .answered):
            state = .closed(failures: 0)
        case (.closed(let failures), .failed) where failures + 1 < tolerance:
            state = .closed(failures: failures + 1)
        case (.closed, .failed):
            enter(.open(until: now + pause * stretch))
            return .opened
        case (.probing, .answered):
            enter(.closed(failures: 0))
            return .closed
        case (.probing, .failed): enter(.open(until: now + pause * stretch))
        case (.probing, .abandoned): enter(.open(until: now))
        case (.closed, .abandoned), (.open, _): break
        }
        return nil
    }

    private mutating func enter(_ next: State) {
        state = next
        period += 1
    }
}
