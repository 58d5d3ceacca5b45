internal import NIOCore

/// Turns what the socket received into replies: everything one read completed, in one array.
///
/// An empty array tells that bytes came which completed nothing. A violation is reported once, and closes the channel.
final class ReplyDecoder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = [RedisValue]

    private var reader = ReplyReader()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do throws(RedisError) {
            try reader.feed(unwrapInboundIn(data))
            var replies: [RedisValue] = []
            while let reply = try reader.next() { replies.append(reply) }
            context.fireChannelRead(wrapInboundOut(replies))
        } catch {
            context.fireErrorCaught(error)
            context.close(promise: nil)
        }
    }
}
