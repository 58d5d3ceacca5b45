import AsyncHTTPClient
package import Logging
import NIOCore
import ServiceLifecycle

/// Calls Stripe, over connections of its own that ``run()`` keeps.
///
/// Every call throws ``StripeError``, or `CancellationError` at once when its task is cancelled. It ends within
/// ``StripeConfiguration/callTimeout``. A call that changes something takes a ``StripeIdempotencyKey``: cut short, by
/// whatever cause, it may have taken effect, and given again under the same key it takes effect once.
package final class StripeClient: Service {
    let transport: Transport
    private let http: HTTPClient

    /// A client that calls at once; its connections are closed by ``run()`` alone, which has to be run once.
    ///
    /// - Parameter logger: told of refusals, with Stripe's id of the request and never with a key or a body.
    package init(_ configuration: StripeConfiguration, logger: Logger) {
        var limits = HTTPClient.Configuration()
        limits.redirectConfiguration = .disallow
        limits.timeout.connect = TimeAmount(configuration.connectTimeout)
        limits.connectionPool.retryConnectionEstablishment = false
        limits.httpVersion = .http1Only
        http = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: limits)
        transport = Transport(configuration: configuration, http: http, logger: logger)
    }

    /// Keeps the connections until it is told to stop, or its task is cancelled, then closes them; calls still under way
    /// fail.
    ///
    /// In a service group it stands before those who call, so that it ends after them.
    package func run() async throws {
        try? await gracefulShutdown()
        try await http.shutdown()
    }
}

extension StripeClient: CustomReflectable {
    /// A mirror without children: what is below holds the headers of calls that are under way, and so the key.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
