import Metrics
import NIOConcurrencyHelpers

/// A number that only grows, until the process ends.
final class CounterSeries: CounterHandler, FloatingPointCounterHandler, Sendable {
    private let total = NIOLockedValueBox(0.0)

    var value: Double { total.withLockedValue { $0 } }

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    /// What is not a positive number is left out: a counter that goes back counts as a restart.
    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        total.withLockedValue { $0 += amount }
    }

    func reset() { total.withLockedValue { $0 = 0 } }
}
