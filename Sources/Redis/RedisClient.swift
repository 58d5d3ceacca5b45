public import Logging
public import NIOCore
public import NIOPosix
public import ServiceLifecycle

/// One connection to Redis that any number of tasks share: their commands are pipelined by themselves, replies keep
/// apart.
///
/// A command given while there is no connection waits for one until its deadline. A command whose connection was lost
/// fails with `.connectionLost` and is not repeated, unless it is marked as idempotent. Commands that block in the
/// server (`BLPOP`, `XREAD BLOCK`), `WATCH` and subscriptions do not belong here: they stall or disturb everybody.
public final class RedisClient: Service {
    let endpoint: RedisEndpoint
    let libraries: [RedisFunctionLibrary]
    let logger: Logger
    let dialer: Dialer
    let multiplexer: Multiplexer
    let loads = LibraryLoads()

    /// A client that connects once ``run()`` is running.
    ///
    /// - Parameter libraries: Lua functions to load at every connect; see ``call(_:keys:arguments:deadline:)``.
    public init(
        endpoint: RedisEndpoint, libraries: [RedisFunctionLibrary] = [],
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton, limits: RedisLimits = RedisLimits(),
        logger: Logger
    ) {
        let eventLoop = eventLoopGroup.next()
        self.endpoint = endpoint
        self.libraries = libraries
        self.logger = logger
        dialer = Dialer(endpoint: endpoint, eventLoop: eventLoop)
        multiplexer = Multiplexer(eventLoop: eventLoop, limits: limits)
    }

    /// Whether a connection stands at this moment; it may be lost the next.
    public var isConnected: Bool { multiplexer.isConnected }

    /// How many connections have stood so far: 0 before the first, one more with each new one, never less.
    ///
    /// It rises before anything is sent on the new connection. So when it is the same before a command is given and
    /// after its reply has come, that reply came over the connection of this number and the server has not been
    /// another one, or the same one started anew, since that connection was made. A failed-over, restarted or restored
    /// server is always behind a new connection, provided nothing in between keeps the old one open in its stead.
    public var connectionNumber: UInt64 { multiplexer.connectionNumber }

    /// A connection of its own for commands that block in the server; it connects at the first of them.
    public func makeBlockingConnection() -> RedisBlockingConnection {
        RedisBlockingConnection(dialer: dialer)
    }
}
