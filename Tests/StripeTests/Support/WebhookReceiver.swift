import AsyncHTTPClient
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOConcurrencyHelpers
import NIOCore
import ServiceLifecycle
import Stripe
import Testing

/// Takes webhooks over HTTP and hands them to a test, one after another.
final class WebhookReceiver: Service {
    /// Follows no redirection.
    let http: HTTPClient
    private let deliveries: AsyncStream<WebhookDelivery>
    private let arrived: AsyncStream<WebhookDelivery>.Continuation
    private let ports: AsyncStream<Int>
    private let listening: AsyncStream<Int>.Continuation
    private let refusals = NIOLockedValueBox(0)

    init() {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        http = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        (deliveries, arrived) = AsyncStream<WebhookDelivery>.makeStream(bufferingPolicy: .bufferingOldest(1000))
        (ports, listening) = AsyncStream<Int>.makeStream()
    }

    func run() async throws {
        let router = Router()
        router.post("webhooks") { [arrived, refusals] request, _ in
            let body = try await request.body.collect(upTo: 2 << 20)
            let isRefused = refusals.withLockedValue { left in
                defer { left = max(left - 1, 0) }
                return left > 0
            }
            guard !isRefused else { return HTTPResponse.Status.serviceUnavailable }
            let header = HTTPField.Name("Stripe-Signature").flatMap { request.headers[$0] } ?? ""
            arrived.yield(WebhookDelivery(header: header, payload: Data(body.readableBytesView)))
            return .ok
        }
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { [listening] in listening.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "receiver") { _ in SwiftLogNoOpLogHandler() })
        let ended: Result<Void, any Error>
        do {
            try await application.run()
            ended = .success(())
        } catch { ended = .failure(error) }
        try await http.shutdown()
        try ended.get()
    }

    /// Waits until it listens; once.
    func url() async -> String { "http://127.0.0.1:\(await ports.first { _ in true } ?? 0)/webhooks" }

    /// Answers the next ones with 503.
    func refuse(_ count: Int) { refusals.withLockedValue { $0 = count } }

    /// Waits for the next webhook.
    func next() async throws -> WebhookDelivery { try #require(await deliveries.first { _ in true }) }

    /// Waits for so many webhooks.
    func next(_ count: Int) async throws -> [WebhookDelivery] {
        var all: [WebhookDelivery] = []
        for _ in 0..<count { all.append(try await next()) }
        return all
    }

    /// Waits for a webhook of a type, and passes over others.
    func first(_ type: String) async throws -> WebhookDelivery {
        while true {
            let delivery = try await next()
            if try delivery.event().type == type { return delivery }
        }
    }
}
