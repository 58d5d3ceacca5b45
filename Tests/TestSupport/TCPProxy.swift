import NIOConcurrencyHelpers
import NIOCore

/// A network between a client and a server, on a port of 127.0.0.1: distant, silent or cut as a test likes it.
///
/// Bytes keep their order and bandwidth is unlimited. The delay begins with the first byte: the TCP handshake itself is
/// with the proxy, so it costs no round trip.
package final class TCPProxy: Sendable {
    /// What the proxy dials, once for each client.
    package enum Target: Sendable {
        case tcp(host: String, port: Int)
        case unixSocket(path: String)
    }

    /// Which way bytes go.
    package enum Direction: Sendable {
        case toServer
        case toClient
    }

    /// Where clients connect.
    package let host = "127.0.0.1"
    /// The port clients connect to; the same for the proxy's whole life.
    package let port: Int
    let entrance: ProxyEntrance
    private let listener: NIOLockedValueBox<(any Channel)?>

    private init(entrance: ProxyEntrance, listener: any Channel, port: Int) {
        self.entrance = entrance
        self.listener = NIOLockedValueBox(listener)
        self.port = port
    }

    /// Opens a proxy on a free port.
    ///
    /// - Parameter roundTrip: half of it is spent in each direction.
    package static func start(to target: Target, roundTrip: Duration = .zero) async throws -> TCPProxy {
        let conditions = NIOLockedValueBox(ProxyConditions(roundTrip: roundTrip))
        let entrance = ProxyEntrance(target: target, conditions: conditions)
        let listener = try await entrance.open(port: 0)
        return TCPProxy(entrance: entrance, listener: listener, port: listener.localAddress?.port ?? 0)
    }

    /// Runs `body` with a proxy of its own and closes that afterwards.
    package static func with<Value>(
        _ target: Target, roundTrip: Duration = .zero, _ body: (TCPProxy) async throws -> Value
    ) async throws -> Value {
        let proxy = try await start(to: target, roundTrip: roundTrip)
        do {
            let value = try await body(proxy)
            await proxy.close()
            return value
        } catch {
            await proxy.close()
            throw error
        }
    }

    /// Refuses new connections. Those that are open stay.
    package func stopAccepting() async {
        let channel = listener.withLockedValue { $0.take() }
        try? await channel?.close()
    }

    /// Accepts connections again, on the same port.
    package func resumeAccepting() async throws {
        let channel = try await entrance.open(port: port)
        listener.withLockedValue { $0 = channel }
    }

    /// Stops accepting and cuts everything.
    package func close() async {
        await stopAccepting()
        await cutAll()
    }
}
