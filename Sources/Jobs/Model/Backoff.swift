/// How long to wait before another attempt: doubles from `first` up to `cap`, then drawn between half of that and all
/// of it, so that jobs which failed together do not come back together.
package struct Backoff: Sendable {
    package var first: Duration
    package var cap: Duration

    package init(first: Duration = .seconds(1), cap: Duration = .seconds(300)) {
        self.first = first
        self.cap = cap
    }

    /// The pause after attempt number `attempt` (1 or more) failed.
    package func delay(afterAttempt attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let doublings = min(max(attempt - 1, 0), 30)
        let ceiling = min(cap, first * (1 << doublings))
        return ceiling * Double.random(in: 0.5...1, using: &generator)
    }

    package func delay(afterAttempt attempt: Int) -> Duration {
        var generator = SystemRandomNumberGenerator()
        return delay(afterAttempt: attempt, using: &generator)
    }
}
