package import HummingbirdCore
import NIOCore

extension HTTPServerBuilder {
    /// HTTP/1.1 for the API.
    ///
    /// - Parameter idleTimeout: how long a connection may have nothing to do, and how long a request may take to come.
    package static func api(idleTimeout: Duration) -> HTTPServerBuilder {
        let limit = TimeAmount(idleTimeout)
        return .http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [SlowRequestHandler(limit: limit)], idleTimeout: limit))
    }
}
