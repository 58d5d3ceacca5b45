import Bootstrap
import Logging
import ServiceLifecycle
import UnixSignals

/// What every long-running command shares: settings from the environment, logs, one group of services.
enum Process {
    /// Reads the environment and builds everything.
    static func controlPlane() async throws -> ControlPlane {
        let settings = try await Settings.environment(readingDotEnv: false)
        try LogConfiguration(settings).bootstrap()
        let metrics = MetricsConfiguration.bootstrap()
        return try await ControlPlane(
            ControlPlaneConfiguration(settings), metrics: metrics, logger: Logger(label: "tenantry"))
    }

    /// Runs until SIGTERM or SIGINT, then stops in the opposite order; a second one ends the process at once.
    static func run(_ services: [any Service], logger: Logger) async throws {
        let services = [SecondSignal(logger: logger)] + services
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0) },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }
}
