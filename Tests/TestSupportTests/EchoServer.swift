import Foundation
import NIOCore
import NIOPosix

/// A server that sends back what it gets, on a free port or a Unix socket.
struct EchoServer {
    private final class Echo: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.writeAndFlush(data, promise: nil)
        }
    }

    let channel: any Channel

    var port: Int { channel.localAddress?.port ?? 0 }

    init(unixSocket path: String? = nil) async throws {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Echo()) }
            }
        if let path {
            channel = try await bootstrap.bind(unixDomainSocketPath: path).get()
        } else {
            channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
        }
    }
}

/// A client's connection as an `AsyncSequence` of what comes in.
func withConnection<Value>(
    port: Int,
    _ body:
        @Sendable @escaping (
            _ incoming: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
            _ outgoing: NIOAsyncChannelOutboundWriter<ByteBuffer>
        ) async throws -> Value
) async throws -> Value where Value: Sendable {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
    return try await channel.executeThenClose { incoming, outgoing in
        var iterator = incoming.makeAsyncIterator()
        return try await body(&iterator, outgoing)
    }
}

extension NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator {
    /// The next bytes as text, as many as asked for; fewer only at the end.
    mutating func text(_ count: Int) async throws -> String {
        var text = ""
        while text.utf8.count < count, let buffer = try await next(isolation: #isolation) {
            text += String(buffer: buffer)
        }
        return text
    }
}
