import Jobs
import Metrics
package import Telemetry

/// Where a worker shows its numbers; API processes show theirs at `GET /metrics`.
package struct MetricsConfiguration: Sendable {
    package var host: String
    /// `nil` for nowhere; 0 for any free port.
    package var port: Int?

    /// - Throws: ``ConfigurationError``.
    init(_ settings: Settings) throws(ConfigurationError) {
        host = try settings.text("TENANTRY_METRICS_HOST") ?? "127.0.0.1"
        let name = "TENANTRY_METRICS_PORT"
        port = try settings.text(name) == nil ? nil : settings.number(name, in: 0...65_535, default: 0)
    }

    /// Makes every metric of the process one that is kept to be read. Once per process, before anything is built.
    package static func bootstrap() -> MetricsRegistry {
        let registry = MetricsRegistry(help: JobMetrics.help.merging(help) { own, _ in own })
        MetricsSystem.bootstrap(registry)
        return registry
    }

    private static let help: [String: String] = [
        "postgres_pool_in_use": "Connections that are lent at the moment.",
        "postgres_pool_idle": "Connections that nobody uses at the moment.",
        "postgres_pool_waiting": "Who waits for a connection at the moment.",
        "postgres_pool_acquire_seconds": "How long somebody waited for a connection that was not at hand.",
        "tenantry_ledger_findings": "What the last nightly look at the books found wrong, by invariant.",
    ]
}
