import Metrics
import NIOConcurrencyHelpers

/// How values spread over fixed buckets. Timers are kept in seconds.
final class HistogramSeries: RecorderHandler, TimerHandler, Sendable {
    /// What was recorded by one moment.
    struct Standing: Sendable, Equatable {
        /// One count for each bound, then what is above all of them; not yet summed up.
        var counts: [Int]
        var sum: Double
    }

    /// Seconds, from what a statement takes to what a long job takes.
    static let seconds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900,
    ]

    let bounds: [Double]
    private let state: NIOLockedValueBox<Standing>

    init(bounds: [Double] = HistogramSeries.seconds) {
        self.bounds = bounds
        state = NIOLockedValueBox(Standing(counts: Array(repeating: 0, count: bounds.count + 1), sum: 0))
    }

    var standing: Standing { state.withLockedValue { $0 } }

    func record(_ value: Int64) { record(Double(value)) }

    /// What is no number is left out: the sum would be none ever after.
    func record(_ value: Double) {
        guard value.isFinite else { return }
        let place = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLockedValue { state in
            state.counts[place] += 1
            state.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }
}
