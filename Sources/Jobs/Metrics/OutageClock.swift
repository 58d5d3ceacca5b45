import Metrics
import NIOConcurrencyHelpers

/// Measures for how long a worker has done without Redis.
final class OutageClock: Sendable {
    private let total: FloatingPointCounter
    private let isOut: Gauge
    /// When it was last heard that Redis is away; `nil` while it is there.
    private let last = NIOLockedValueBox<ContinuousClock.Instant?>(nil)

    init(factory: any MetricsFactory) {
        total = FloatingPointCounter(label: "tenantry_jobs_degraded_seconds_total", factory: factory)
        isOut = Gauge(label: "tenantry_jobs_degraded", factory: factory)
    }

    /// - Parameter isAway: what was seen at this moment; what was in between is counted when it is seen again.
    func note(_ isAway: Bool) {
        let now = ContinuousClock.now
        let before = last.withLockedValue { last in
            defer { last = isAway ? now : nil }
            return last
        }
        if let before { total.increment(by: (now - before) / .seconds(1)) }
        isOut.record(isAway ? 1 : 0)
    }
}
