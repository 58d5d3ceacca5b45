import Foundation
import LocalServers
import Logging
import NIOHTTP1
import Stripe
import StripeReplay
import TestSupport
import Testing

/// A platform that sells through a stand-in for Stripe, which runs in this process.
struct StripeShop: Sendable {
    static let key = "sk_test_canary4Hw8mZ2qT6"
    static let secret = "whsec_canary9Jd3kR7vB1xN5"

    let platform: Platform
    let stripe: StripeReplayServer
    let webhook: StripeWebhook
    private let client: StripeClient

    /// Lends a shop whose API listens and is told of what happens; workers are started by the test.
    static func with(
        _ settings: [String: String] = [:], _ body: (StripeShop) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (addresses, listening) = AsyncStream<String>.makeStream()
        let stripe = StripeReplayServer(apiKey: key, logger: logger) { listening.yield($0) }
        try await serving(stripe) {
            var address = addresses.makeAsyncIterator()
            let url = try #require(await address.next())
            let client = StripeClient(
                try StripeConfiguration(key: try StripeAPIKey(key), baseURL: url), logger: logger)
            let own = [
                "TENANTRY_STRIPE_SECRET_KEY": key, "TENANTRY_STRIPE_WEBHOOK_SECRET": secret,
                "TENANTRY_STRIPE_API_URL": url, "TENANTRY_STRIPE_RETURN_URL": "https://agency.example/credits?tab=1",
            ]
            try await serving(client) {
                try await Platform.with(own.merging(settings) { $1 }) { platform in
                    let webhook = try StripeWebhook(secrets: [secret])
                    let shop = StripeShop(platform: platform, stripe: stripe, webhook: webhook, client: client)
                    await stripe.send(
                        to: ReplayReceiver(
                            url: "http://127.0.0.1:\(platform.port)/api/webhooks/stripe", secret: secret))
                    try await body(shop)
                }
            }
        }
    }

    /// Buys the package of 100 credits for 10 euros.
    ///
    /// - Returns: the purchase's id.
    func order(_ agency: Platform.Agency) async throws -> String {
        let answer = try await platform.purchase(
            agency, ["packageId": "starter", "paymentMethod": "stripe"], key: UUID().uuidString)
        try #require(answer.status == 202, "\(answer.text)")
        return try #require(answer.string("purchase", "id"))
    }

    func purchase(_ id: String, of agency: Platform.Agency) async throws -> Platform.Answer {
        try await platform.call(.GET, "/api/credits/purchases/\(id)", token: agency.token)
    }

    /// Waits for the page on which a purchase is paid.
    func page(of id: String, _ agency: Platform.Agency) async throws -> CheckoutSession.ID {
        let answer = try await eventually(within: .seconds(30)) {
            try await purchase(id, of: agency)
        } satisfies: {
            $0.string("checkoutUrl") != nil
        }
        let name = answer.string("checkoutUrl")?.split(separator: "/").last
        return try #require(name.flatMap { CheckoutSession.ID(String($0)) })
    }

    /// Orders, and waits for the page.
    func orderWithPage(_ agency: Platform.Agency) async throws -> (id: String, page: CheckoutSession.ID) {
        let id = try await order(agency)
        return (id, try await page(of: id, agency))
    }

    /// The charge that the money of a page came with.
    func charge(_ page: CheckoutSession.ID) async throws -> Charge.ID {
        let payment = try #require(try await client.checkout(page).paymentIntent)
        return try #require(try await client.payment(payment).latestCharge)
    }

    /// Waits until a purchase stands where it is expected to.
    @discardableResult
    func wait(
        _ id: String, of agency: Platform.Agency, status: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Platform.Answer {
        try await eventually(within: .seconds(60), sourceLocation: sourceLocation) {
            try await purchase(id, of: agency)
        } satisfies: {
            $0.string("status") == status
        }
    }

    /// Posts a webhook as anybody could.
    func post(_ body: String, _ signature: String?) async throws -> Platform.Answer {
        try await platform.call(
            .POST, "/api/webhooks/stripe", token: nil, body: Data(body.utf8),
            headers: signature.map { ["Stripe-Signature": $0] } ?? [:])
    }

    /// Posts a webhook as Stripe would.
    func post(signed body: String, at time: Date = Date()) async throws -> Platform.Answer {
        try await post(body, webhook.sign(Data(body.utf8), at: time))
    }

    /// Every line of the journal, oldest first.
    func amounts(_ agency: Platform.Agency) async throws -> [String] {
        try await platform.transactions(agency, "status=completed&limit=200")
            .compactMap { $0["amount"] as? String }.reversed()
    }

    func verify(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let outcome = try await platform.command("credits", "verify")
        #expect(outcome.status == .exited(0), "\(outcome.output)", sourceLocation: sourceLocation)
    }
}
