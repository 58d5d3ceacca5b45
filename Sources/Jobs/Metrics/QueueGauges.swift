package import Logging
package import Metrics
import Postgres
import ServiceLifecycle
package import Tenancy

/// Counts the jobs of all queues, four times a minute: `tenantry_jobs`, `tenantry_jobs_oldest_waiting_seconds`,
/// `tenantry_workers`.
///
/// While the master database is away there are no such numbers, instead of old ones.
package struct QueueGauges: Service {
    let master: Database<Master>
    let factory: any MetricsFactory
    let interval: Duration
    let silence: Duration
    let logger: Logger

    /// - Parameters:
    ///   - factory: the process's own by default.
    ///   - silence: a worker without a heartbeat for this long is dead.
    package init(
        master: Database<Master>, factory: any MetricsFactory = MetricsSystem.factory,
        interval: Duration = .seconds(15), silence: Duration = JobTiming().silence, logger: Logger
    ) {
        self.master = master
        self.factory = factory
        self.interval = interval
        self.silence = silence
        self.logger = logger
    }

    /// Until graceful shutdown or cancellation.
    package func run() async {
        var shown: [Name: Gauge] = [:]
        for await _ in Ticks(every: interval).cancelOnGracefulShutdown() {
            do { try await look(&shown) } catch {
                for gauge in shown.values { gauge.destroy() }
                shown = [:]
                guard !Task.isCancelled else { break }
                logger.notice("jobs could not be counted", metadata: ["error": "\(error)"])
            }
        }
    }

    private struct Name: Hashable {
        let metric: String
        let queue: String
        var state: JobStatus?

        var labels: [(String, String)] { [("queue", queue)] + (state.map { [("state", $0.rawValue)] } ?? []) }
    }

    private static let shownStates: [JobStatus] = [.queued, .scheduled, .running, .retrying, .actionRequired, .failed]

    private func look(_ shown: inout [Name: Gauge]) async throws(PostgresError) {
        let counts = try await QueueGaugeQueries.counts(on: master.reading)
        let workers = try await QueueGaugeQueries.workers(silence: silence, on: master.reading)
        var values: [Name: Double] = [:]
        for (queue, count) in workers { values[Name(metric: "tenantry_workers", queue: queue)] = Double(count) }
        for row in counts {
            values[Name(metric: "tenantry_jobs", queue: row.queue, state: row.status)] = Double(row.count)
            let oldest = Name(metric: "tenantry_jobs_oldest_waiting_seconds", queue: row.queue)
            values[oldest] = max(values[oldest] ?? 0, row.oldestSeconds ?? 0)
        }
        for queue in Set(values.keys.map(\.queue)) {
            for state in Self.shownStates {
                values[Name(metric: "tenantry_jobs", queue: queue, state: state), default: 0] += 0
            }
            values[Name(metric: "tenantry_jobs_oldest_waiting_seconds", queue: queue), default: 0] += 0
            values[Name(metric: "tenantry_workers", queue: queue), default: 0] += 0
        }
        for name in shown.keys where values[name] == nil { shown.removeValue(forKey: name)?.destroy() }
        for (name, value) in values {
            let gauge = shown[name] ?? Gauge(label: name.metric, dimensions: name.labels, factory: factory)
            gauge.record(value)
            shown[name] = gauge
        }
    }
}
