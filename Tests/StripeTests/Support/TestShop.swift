import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Stripe
import StripeReplay
import TestSupport
import Testing

/// A client, a server that it calls, and somebody who is told by webhooks.
struct TestShop: Sendable {
    static let secret = "whsec_TestShop_0123456789abcdef"

    let server: StripeReplayServer
    let client: StripeClient
    let baseURL: String
    let receiver: WebhookReceiver

    /// Runs all three for as long as `body` does.
    ///
    /// - Parameters:
    ///   - apiKey: what the server takes, and the client's unless it has another.
    ///   - bend: changes how the client calls.
    static func open(
        apiKey: String = StripeReplayServer.apiKey, clientKey: String? = nil, log: LogLines = LogLines(),
        bend: (inout StripeConfiguration) -> Void = { _ in }, _ body: (TestShop) async throws -> Void
    ) async throws {
        let (addresses, listening) = AsyncStream<String>.makeStream()
        let server = StripeReplayServer(apiKey: apiKey, logger: log.logger()) { listening.yield($0) }
        let receiver = WebhookReceiver()
        try await serving(receiver) {
            await server.send(to: ReplayReceiver(url: await receiver.url(), secret: secret))
            try await serving(server) {
                let baseURL = try #require(await addresses.first { _ in true })
                try await withClient(of: baseURL, apiKey: clientKey ?? apiKey, log: log, bend: bend) { client in
                    try await body(TestShop(server: server, client: client, baseURL: baseURL, receiver: receiver))
                }
            }
        }
    }

    /// Makes a page to pay 12.50 EUR on.
    func checkout(_ purchase: String = "purchase-7") async throws -> CheckoutSession {
        try await client.createCheckout(.example(purchase), key: .example(purchase))
    }

    /// A page that was paid, and the charge behind it.
    func sale(_ purchase: String = "purchase-7") async throws -> Sale {
        let page = try await checkout(purchase)
        try await server.pay(page.id)
        let paid = try await client.checkout(page.id)
        let payment = try await client.payment(#require(paid.paymentIntent))
        return Sale(page: paid, payment: payment.id, charge: try #require(payment.latestCharge))
    }

    struct Sale: Sendable {
        let page: CheckoutSession
        let payment: PaymentIntent.ID
        let charge: Charge.ID
    }

    /// Does what a person or a script does over HTTP.
    @discardableResult
    func send(_ method: HTTPMethod, _ path: String) async throws -> (status: Int, location: String?, text: String) {
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = method
        let response = try await receiver.http.execute(request, timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 1 << 20)
        return (Int(response.status.code), response.headers.first(name: "location"), String(buffer: body))
    }
}
