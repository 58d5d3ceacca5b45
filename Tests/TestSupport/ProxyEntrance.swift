import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Takes in the clients of a ``TCPProxy``.
struct ProxyEntrance: Sendable {
    let target: TCPProxy.Target
    let conditions: NIOLockedValueBox<ProxyConditions>
    let links = NIOLockedValueBox<[ObjectIdentifier: NIOLoopBound<ProxyLink>]>([:])

    /// Listens on a port of 127.0.0.1; 0 is any free one.
    func open(port: Int) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { accept($0) }
            .bind(host: "127.0.0.1", port: port).get()
    }

    /// Joins a new client with a connection of its own to the target. A target that cannot be reached closes it.
    private func accept(_ client: any Channel) -> EventLoopFuture<Void> {
        client.eventLoop.makeCompletedFuture {
            let link = ProxyLink(client: client, conditions: conditions)
            let end = ProxyEnd(link, .toServer) {
                dial(on: client.eventLoop, for: link).whenFailure { _ in client.close(promise: nil) }
            }
            try client.pipeline.syncOperations.addHandler(end)
            track(NIOLoopBound(link, eventLoop: client.eventLoop), of: client)
        }
    }

    private func track(_ link: NIOLoopBound<ProxyLink>, of client: any Channel) {
        links.withLockedValue { $0[ObjectIdentifier(client)] = link }
        conditions.withLockedValue {
            $0.traffic.connections += 1
            $0.traffic.openConnections += 1
        }
        client.closeFuture.whenComplete { [links, conditions] _ in
            links.withLockedValue { $0[ObjectIdentifier(client)] = nil }
            conditions.withLockedValue { $0.traffic.openConnections -= 1 }
        }
    }

    private func dial(on eventLoop: any EventLoop, for link: ProxyLink) -> EventLoopFuture<Void> {
        let bound = NIOLoopBound(link, eventLoop: eventLoop)
        let bootstrap = ClientBootstrap(group: eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ProxyEnd(bound.value, .toClient))
                }
            }
        let server =
            switch target {
            case .tcp(let host, let port):
                bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1).connect(host: host, port: port)
            case .unixSocket(let path): bootstrap.connect(unixDomainSocketPath: path)
            }
        return server.map { bound.value.dialled($0) }
    }
}
