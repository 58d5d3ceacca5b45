import NIOCore

/// Hands what one side says, and its end, to the link.
final class ProxyEnd: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let link: ProxyLink
    private let direction: TCPProxy.Direction
    private let whenActive: () -> Void

    init(_ link: ProxyLink, _ direction: TCPProxy.Direction, whenActive: @escaping () -> Void = {}) {
        self.link = link
        self.direction = direction
        self.whenActive = whenActive
    }

    func channelActive(context: ChannelHandlerContext) {
        whenActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        link.received(unwrapInboundIn(data), direction)
    }

    func channelInactive(context: ChannelHandlerContext) {
        link.ended(direction)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
