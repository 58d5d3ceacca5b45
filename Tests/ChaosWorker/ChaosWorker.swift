import ChaosJobs
import Foundation
import Jobs
import Logging
import Postgres
import Redis
import ServiceLifecycle
import Tenancy
import UnixSignals

/// A worker as `tenantry work` runs it, but for its jobs: they leave traces and are quick to fail.
@main
struct ChaosWorker {
    static func main() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let logger = Logger(label: "chaos-worker")
        let pace = ChaosPace(rawValue: try setting("CHAOS_PACE")) ?? .usual
        let endpoint = try PostgresEndpoint(parsing: setting("CHAOS_MASTER_URL"))
        let master = PostgresPool(
            endpoint: endpoint,
            configuration: PostgresPoolConfiguration(maximumConnections: 12, sharedReaders: 1, name: "master"),
            logger: logger)
        let tenant = PostgresPool(
            endpoint: try PostgresEndpoint(parsing: setting("CHAOS_TENANT_URL")),
            configuration: PostgresPoolConfiguration(maximumConnections: 8, name: "tenant"), logger: logger)
        let redis = RedisClient(
            endpoint: try RedisEndpoint(parsing: setting("CHAOS_REDIS_URL")), libraries: [DispatchIndex.library],
            logger: logger)
        let events = MasterEvents(endpoint: endpoint, logger: logger)
        let index = DispatchIndex(redis: redis)

        let traces = ChaosTraces(master: Database(master), tenant: Database(tenant))
        var registry = JobRegistry()
        registry.register(ChaosHandler(traces))
        registry.register(HangingHandler(traces))
        let runner = JobRunner(
            configuration: JobRunnerConfiguration(
                concurrency: 12, drain: .seconds(1), maxWorkerDeaths: 1_000_000, backoff: pace.backoff,
                timing: pace.timing),
            master: Database(master), index: index, redis: redis, registry: registry, subjects: JobSubjects(),
            rules: ChaosRules.verdict(on:), events: events, logger: logger)
        let relay = Relay(master: Database(master), index: index, timing: pace.timing, logger: logger)
        let services: [any Service] = [master, tenant, redis, events] + (hasRelay ? [relay] : []) + [runner]
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm], logger: logger)
        ).run()
    }

    /// Taken away where it is shown that it would be missed.
    private static var hasRelay: Bool { ProcessInfo.processInfo.environment["CHAOS_RELAY"] != "none" }

    private static func setting(_ name: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name] else { throw MissingSetting(name: name) }
        return value
    }
}

struct MissingSetting: Error {
    let name: String
}
