import Foundation
import NIOConcurrencyHelpers
import Postgres

/// A server that speaks PostgreSQL as far as it must and then does what a test says. It lets everybody in.
///
/// Whoever connects is served on a thread of their own; requests to cancel are taken and never answered.
final class HostileServer: Sendable {
    let port: Int
    private let listener: Int32
    private let clients = NIOLockedValueBox<[Int32]>([])

    /// - Parameter serve: what is done to the n-th client, from 0, once it may send statements.
    init(greeting: [UInt8] = HostileClient.greeting, serve: @escaping @Sendable (HostileClient, Int) -> Void) throws {
        let socket = try ListeningSocket()
        (listener, port) = (socket.descriptor, socket.port)
        Thread.detachNewThread { [clients] in
            var served = 0
            while case let accepted = accept(socket.descriptor, nil, nil), accepted >= 0 {
                clients.withLockedValue { $0.append(accepted) }
                let client = HostileClient(socket: accepted)
                guard client.startup() != HostileClient.cancelRequest else { continue }
                let number = served
                served += 1
                Thread.detachNewThread {
                    guard client.send(greeting) else { return }
                    serve(client, number)
                }
            }
        }
    }

    var endpoint: PostgresEndpoint {
        PostgresEndpoint(
            host: "127.0.0.1", port: port, user: "u", database: "d", tls: .disable,
            resultLimit: ResultLimit(bytes: 8 << 20, rows: 10_000))
    }

    /// Lends a pool on this server, and ends both.
    func withPool(
        _ change: (inout PostgresEndpoint) -> Void = { _ in }, _ body: (PostgresPool) async throws -> Void
    ) async throws {
        var endpoint = endpoint
        change(&endpoint)
        let pool = PostgresPool(
            endpoint: endpoint, configuration: .init(maximumConnections: 1, name: "test"), logger: quiet)
        defer { close() }
        do {
            try await body(pool)
            await pool.close()
        } catch {
            await pool.close()
            throw error
        }
    }

    /// Ends every connection and takes no more.
    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        _ = Foundation.close(listener)
        for client in clients.withLockedValue({ $0 }) { shutdown(client, Int32(SHUT_RDWR)) }
    }
}
