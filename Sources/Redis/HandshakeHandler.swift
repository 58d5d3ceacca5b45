internal import NIOCore

/// Says hello on a new connection: sends the commands in one write, gathers their replies, and leaves the pipeline.
final class HandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = [RedisValue]
    typealias OutboundOut = ByteBuffer

    private let commands: [RedisCommand]
    private let replied: EventLoopPromise<[RedisValue]>
    private var replies: [RedisValue] = []

    init(commands: [RedisCommand], replied: EventLoopPromise<[RedisValue]>) {
        self.commands = commands
        self.replied = replied
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let buffer = ByteBuffer(bytes: commands.flatMap(\.encoded))
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        replies += unwrapInboundIn(data)
        guard replies.count >= commands.count || refusesConnection else { return }
        replied.succeed(replies)
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        replied.fail(RedisError(.connectionFailed, detail: "The server closed the connection at once."))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        replied.fail(error as? RedisError ?? RedisError(.connectionFailed, detail: "\(error)"))
        context.close(promise: nil)
    }

    /// A server that takes no more clients, or is in protected mode, says so once and closes.
    private var refusesConnection: Bool {
        if case .error? = replies.first { true } else { false }
    }
}
