import AsyncHTTPClient
import Bootstrap
import ServiceLifecycle

/// What `tenantry dev` tells the person in front of it, once the API listens.
struct DevSession: Service {
    let plane: ControlPlane
    let addresses: AsyncStream<ServerAddress>
    let demo: Bool
    /// Whether the platform goes on when there is nothing more to tell.
    let stays: Bool
    let directory: String
    let screen: Screen
    let started: ContinuousClock.Instant

    func run() async throws {
        for await address in addresses.cancelOnGracefulShutdown() {
            screen.line("Ready after \(Screen.seconds(since: started)): \(address.url)")
            if demo {
                let client = DemoClient(base: address.url, http: .shared)
                try await cancelWhenGracefulShutdown {
                    try await DemoTour(
                        plane: plane, client: client, port: address.port, directory: directory, screen: screen
                    ).run()
                }
            } else {
                screen.line("API description: \(address.url)/docs")
            }
            if stays { screen.line("\nCtrl-C stops everything; the data stay in \(directory)/.") }
            return
        }
    }
}
