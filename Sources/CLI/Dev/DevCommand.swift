import ArgumentParser
import Bootstrap
import Foundation
import Jobs
import LocalServers
import Logging
import Migrations
import ServiceLifecycle
import UnixSignals

struct DevCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev", abstract: "Run the whole platform on this machine.",
        discussion: """
            Starts a PostgreSQL and a Redis of its own in .tenantry/, migrates the master database, and runs API and
            worker in one process. Ctrl-C stops all of it; the data stay for the next start.
            """)

    @Flag(help: "Sign up an agency and give a store its database while you watch.") var demo = false
    @Flag(help: "With --demo: stop when the demonstration is over.") var exit = false
    @Option(help: "Where the servers keep their data.") var directory = ".tenantry"

    func validate() throws {
        guard demo || !exit else { throw ValidationError("--exit goes with --demo.") }
    }

    func run() async throws {
        let screen = Screen()
        let started = ContinuousClock.now
        let startLogger = Logger(label: "tenantry.dev") { _ in SwiftLogNoOpLogHandler() }
        let environment = try await screen.announce("Starting PostgreSQL and Redis in \(directory)/") {
            try await DevEnvironment.start(in: directory, logger: startLogger)
        }
        do {
            try LogConfiguration(environment.settings).bootstrap()
            try await serve(environment, screen: screen, started: started)
        } catch {
            await environment.stop()
            throw error
        }
    }

    private func serve(
        _ environment: DevEnvironment, screen: Screen, started: ContinuousClock.Instant
    ) async throws {
        let logger = Logger(label: "tenantry")
        var configuration = try ControlPlaneConfiguration(environment.settings)
        try await screen.announce("Migrating the master database") {
            try await MasterDatabase.migrate(
                configuration.master, folder: configuration.stores.masterMigrations, logger: logger)
        }
        if !LoopbackPort.isFree(configuration.http.port), !environment.settings.names("TENANTRY_HTTP_PORT") {
            screen.line("Port \(configuration.http.port) is taken; another one is used.")
            configuration.http.port = 0
        }
        let plane = try await ControlPlane(configuration, metrics: MetricsConfiguration.bootstrap(), logger: logger)
        let (addresses, listening) = AsyncStream<ServerAddress>.makeStream()
        let runner = JobRunnerConfiguration(drain: .seconds(10), maxWorkerDeaths: configuration.maxWorkerDeaths)
        var services: [any Service] = [SecondSignal(logger: logger), environment.postgres, environment.redis]
        services += plane.commonServices
        services += try plane.workerServices(runner)
        services += try plane.apiServices { listening.yield($0) }
        let session = DevSession(
            plane: plane, addresses: addresses, demo: demo, stays: !exit, directory: directory, screen: screen,
            started: started)
        let configurations: [ServiceGroupConfiguration.ServiceConfiguration] =
            services.map { .init(service: $0) } + [
                .init(
                    service: session, successTerminationBehavior: exit ? .gracefullyShutdownGroup : .ignore,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            ]
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: configurations, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "tenantry.services") { _ in SwiftLogNoOpLogHandler() }))
        try await group.run()
        screen.line("Stopped. The data are in \(directory)/.")
    }
}
