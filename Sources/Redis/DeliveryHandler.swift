internal import NIOCore

/// The end of a connection's pipeline: hands replies to the multiplexer, and tells it when the connection ends.
final class DeliveryHandler: ChannelInboundHandler {
    typealias InboundIn = [RedisValue]

    let generation: Int
    private let multiplexer: Multiplexer

    init(multiplexer: Multiplexer, generation: Int) {
        self.multiplexer = multiplexer
        self.generation = generation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        multiplexer.deliver(unwrapInboundIn(data), from: generation)
    }

    func channelInactive(context: ChannelHandlerContext) {
        multiplexer.drop(generation)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        multiplexer.drop(generation, because: error as? RedisError ?? RedisError(.connectionLost, detail: "\(error)"))
    }
}
