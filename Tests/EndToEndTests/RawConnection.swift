import NIOCore
import NIOPosix
import TestSupport

/// A connection that says what a test wants, well-formed or not, when it wants.
struct RawConnection: Sendable {
    private let channel: any Channel
    private let received: AsyncStream<String>

    /// Connects to this machine.
    static func open(port: Int) async throws -> RawConnection {
        let (received, arrivals) = AsyncStream<String>.makeStream()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Arrivals(arrivals))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return RawConnection(channel: channel, received: received)
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    /// Reads until a text has come.
    ///
    /// - Returns: everything read by then; all there was, when the server closed the connection first.
    /// - Throws: `TooLate`.
    @discardableResult
    func read(until text: String, within limit: Duration = .seconds(60)) async throws -> String {
        try await TestSupport.within(limit, or: { TooLate(description: "“\(text)” did not come") }) { [received] in
            var all = ""
            for await part in received {
                all += part
                if all.contains(text) { break }
            }
            return all
        }
    }

    /// Everything until the server closes the connection.
    func readToEnd(within limit: Duration = .seconds(60)) async throws -> String {
        try await TestSupport.within(limit, or: { TooLate(description: "The connection was not closed") }) {
            [received] in await received.reduce(into: "") { $0 += $1 }
        }
    }

    /// Waits until the server has closed the connection.
    func waitUntilClosed(within limit: Duration) async throws {
        try await TestSupport.within(limit, or: { TooLate(description: "The connection was not closed") }) {
            [channel] in try await channel.closeFuture.get()
        }
    }

    func close() async throws {
        if channel.isActive { try await channel.close() }
    }
}

private final class Arrivals: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let arrivals: AsyncStream<String>.Continuation

    init(_ arrivals: AsyncStream<String>.Continuation) { self.arrivals = arrivals }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        arrivals.yield(String(buffer: unwrapInboundIn(data)))
    }

    func channelInactive(context: ChannelHandlerContext) { arrivals.finish() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
