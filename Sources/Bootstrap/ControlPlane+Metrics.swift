import API
import Jobs
package import ServiceLifecycle
import Telemetry

extension ControlPlane {
    /// What `GET /metrics` shows.
    var metricsPort: MetricsPort {
        MetricsPort(contentType: MetricsRegistry.contentType) { [metrics] in metrics.exposition() }
    }

    /// The listener of a process without an API; none unless it was asked for. To be started first and stopped last, so that
    /// a worker can be watched while it stops.
    package var metricsServices: [any Service] {
        guard let port = configuration.metrics.port else { return [] }
        return [MetricsServer(registry: metrics, host: configuration.metrics.host, port: port, logger: logger)]
    }

    /// Counts the jobs of all queues. In API processes alone: there are fewer of them than of workers, and it shows when no
    /// worker is left.
    var queueGauges: QueueGauges { QueueGauges(master: master, logger: logger) }
}
