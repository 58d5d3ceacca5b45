package import HummingbirdCore
package import Logging
package import NIOCore

/// A connection of HTTP/1.1 whose requests are answered on the thread that reads them.
///
/// A task that is free to run anywhere changes threads whenever it waits: for the next part of a request, for Redis,
/// for its answer to be written. Here each of these goes on where the event loop already is. What takes long, like
/// hashing a password, has threads of its own, so nobody's loop is held up.
package struct APIChannel: ServerChildChannel {
    private let base: HTTP1Channel
    private let executors: EventLoopExecutors

    /// Connections of the loops that `executors` are of.
    ///
    /// - Parameter idleTimeout: how long a connection may have nothing to do, and how long a request may take to come.
    package init(
        idleTimeout: TimeAmount, executors: EventLoopExecutors, responder: @escaping HTTPChannelHandler.Responder
    ) {
        base = HTTP1Channel(
            responder: responder,
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [SlowRequestHandler(limit: idleTimeout)], idleTimeout: idleTimeout))
        self.executors = executors
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        base.setup(channel: channel, logger: logger)
    }

    package func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(executors[value.channel.eventLoop]) {
            await base.handle(value: value, logger: logger)
        }
    }
}

extension HTTPServerBuilder {
    /// Builds ``APIChannel``s on the loops of a group.
    package static func api(on group: any EventLoopGroup, idleTimeout: Duration) -> HTTPServerBuilder {
        let executors = EventLoopExecutors(of: group)
        return HTTPServerBuilder { responder in
            APIChannel(idleTimeout: TimeAmount(idleTimeout), executors: executors, responder: responder)
        }
    }
}
