import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import Telemetry

/// A listener with `/metrics` and `/healthz` and nothing else, for processes that serve no API.
struct MetricsServer: Service {
    let registry: MetricsRegistry
    let host: String
    /// 0 for any free port.
    let port: Int
    let logger: Logger

    /// Until graceful shutdown.
    ///
    /// - Throws: ``StartError`` when it cannot listen there.
    func run() async throws {
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { [host, port, logger] channel in
                let address = ServerAddress(host: host, port: channel.localAddress?.port ?? port)
                logger.info("metrics are served", metadata: ["address": "\(address)"])
            }, logger: logger)
        do { try await application.run() } catch let error as IOError {
            throw StartError(
                "Metrics cannot be served at \(ServerAddress(host: host, port: port)): \(error). "
                    + "Set TENANTRY_METRICS_HOST and TENANTRY_METRICS_PORT to where this process may listen.")
        }
    }

    private var router: Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.get("metrics") { [registry] _, _ in
            Response(
                status: .ok, headers: [.contentType: MetricsRegistry.contentType, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: registry.exposition())))
        }
        router.get("healthz") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"status":"ok"}"#)))
        }
        return router
    }
}
