import ArgumentParser
import Bootstrap
import Logging
import ServiceLifecycle

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the HTTP API.",
        discussion: """
            Any number may run side by side. Needs TENANTRY_MASTER_DATABASE_URL and TENANTRY_CREDENTIAL_KEYS.
            SIGTERM finishes what is being answered, then ends.
            """)

    func run() async throws {
        let plane = try await Process.controlPlane()
        try await plane.refuseEvictingRedis()
        let services =
            try plane.commonServices
            + plane.apiServices { address in
                plane.logger.info("listening", metadata: ["address": "\(address)"])
            }
        try await Process.run(services, logger: plane.logger)
    }
}
