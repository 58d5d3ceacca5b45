internal import Metrics

/// What a pool tells about itself: `postgres_pool_in_use`, `_idle`, `_waiting` (gauges) and `_acquire` (timer), each
/// with the label `pool`.
struct PoolMetrics: Sendable {
    private let inUse: Gauge
    private let idle: Gauge
    private let waiting: Gauge
    private let acquire: Timer

    init(pool: String) {
        let labels = [("pool", pool)]
        inUse = Gauge(label: "postgres_pool_in_use", dimensions: labels)
        idle = Gauge(label: "postgres_pool_idle", dimensions: labels)
        waiting = Gauge(label: "postgres_pool_waiting", dimensions: labels)
        acquire = Timer(label: "postgres_pool_acquire", dimensions: labels)
    }

    func record(inUse: Int, idle: Int, waiting: Int) {
        self.inUse.record(inUse)
        self.idle.record(idle)
        self.waiting.record(waiting)
    }

    /// How long somebody waited for a connection that was not at hand.
    func acquired(after wait: Duration) {
        let (seconds, attoseconds) = wait.components
        acquire.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
