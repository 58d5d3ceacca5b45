import Foundation
import Logging
import NIOHTTP1
import Stripe
import StripeReplay
import Testing

@Suite("The account's key", .timeLimit(.minutes(5)))
struct SecrecyTests {
    private let nightingale = "sk_test_Nightingale7b1e5f0d2c"

    /// All that an error says of itself to anybody.
    private func texts(of error: any Error) -> [String] {
        var dumped = ""
        dump(error, to: &dumped)
        return ["\(error)", String(reflecting: error), dumped, error.localizedDescription]
    }

    @Test("is in no error and no log line, whatever goes wrong with a call")
    func calls() async throws {
        let log = LogLines()
        var texts: [String] = []
        let outages: [ReplayOutage] = [
            .refuse(status: 400), .refuse(status: 401), .refuse(status: 402), .refuse(status: 404),
            .refuse(status: 409), .refuse(status: 429), .refuse(status: 500), .hangUp, .loseAnswer, .babble,
            .flood(bytes: 2 << 20), .stall, .redirect(to: "http://127.0.0.1:9/v1"),
        ]
        try await TestShop.open(apiKey: nightingale, log: log, bend: { $0.callTimeout = .milliseconds(300) }) { shop in
            for (number, outage) in outages.enumerated() {
                await shop.server.outage(outage, calls: 10)
                let error = await #expect(throws: (any Error).self, "\(outage)") {
                    try await shop.checkout("purchase-\(number)")
                }
                texts += self.texts(of: try #require(error))
                await shop.server.outage(nil)
            }
        }
        #expect(texts.count == 4 * outages.count && log.all.count >= outages.count)
        #expect(log.all.contains { $0.contains("stripe call failed") })
        for text in texts + log.all { #expect(!text.contains("Nightingale")) }
    }

    @Test("is in no webhook, no page and no log line when all goes well")
    func sale() async throws {
        let log = LogLines()
        var texts: [String] = []
        try await TestShop.open(apiKey: nightingale, log: log) { shop in
            let page = try await shop.checkout()
            texts.append(try await shop.send(.GET, "/c/pay/\(page.id)").text)
            try await shop.server.pay(page.id)
            for delivery in try await shop.receiver.next(3) {
                texts += [
                    delivery.header, String(decoding: delivery.payload, as: UTF8.self), "\(try delivery.event())",
                ]
            }
            texts += ["\(page)", String(reflecting: shop.client), "\(shop.client)"]
        }
        #expect(texts.count == 13)
        for text in texts + log.all { #expect(!text.contains("Nightingale")) }
    }

    @Test("that is wrong is refused, and is in no word about it")
    func wrongKey() async throws {
        let log = LogLines()
        try await TestShop.open(clientKey: nightingale, log: log) { shop in
            let error = await #expect(throws: StripeError.authentication) { try await shop.checkout() }
            for text in texts(of: try #require(error)) { #expect(!text.contains("Nightingale")) }
            let calls = await shop.server.calls
            #expect(calls.count == 1)
        }
        #expect(log.all.contains { $0.contains("status=401") })
        for line in log.all { #expect(!line.contains("Nightingale")) }
    }

    @Test("goes out in the one header that it belongs to")
    func header() async throws {
        try await ScriptedServer.open([.answer(refundText())]) { server in
            try await withClient(of: server.baseURL, apiKey: nightingale) { client in
                _ = try await client.createRefund(
                    RefundOrder(paymentIntent: #require(PaymentIntent.ID("pi_1"))), key: .fresh())
            }
            let request = try #require(try await server.firstRequest(within: .seconds(10)))
            let lines = request.split(separator: "\r\n").filter { $0.contains("Nightingale") }
            #expect(lines.map { $0.lowercased() } == ["authorization: bearer \(nightingale.lowercased())"])
        }
    }

    @Test("is not in what a client shows of itself while a call with it is under way")
    func client() async throws {
        try await ScriptedServer.open([.begin("")]) { server in
            try await withClient(of: server.baseURL, apiKey: nightingale) { client in
                let id = try #require(Refund.ID("re_1"))
                try await withThrowingTaskGroup(of: Void.self) { calls in
                    calls.addTask { _ = try await client.refund(id) }
                    _ = try #require(await server.requests.first { _ in true })
                    var dumped = ""
                    dump(client, to: &dumped)
                    for text in ["\(client)", String(reflecting: client), dumped] {
                        #expect(!text.contains("Nightingale"))
                    }
                    calls.cancelAll()
                }
            }
        }
    }

    @Test("is not logged with a body or with what Stripe says: only path, status and the request's name are")
    func logLine() async throws {
        let log = LogLines()
        let body = #"{"error":{"message":"Card 4242 of Zoe","code":"card_declined","param":"x y"}}"#
        let fields = "Request-Id: req_abc\r\n"
        try await ScriptedServer.open([.answer(body, status: "402 Payment Required", fields: fields)]) { server in
            try await withClient(of: server.baseURL, log: log) { client in
                let id = try #require(Refund.ID("re_1"))
                await #expect(throws: StripeError.declined(code: "card_declined", declineCode: nil)) {
                    _ = try await client.refund(id)
                }
            }
        }
        let lines = log.all.filter { $0.contains("stripe call failed") }
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        #expect(line.contains("path=/v1/refunds/re_1") && line.contains("stripe_request=req_abc"))
        #expect(!line.contains("4242") && !line.contains("Zoe") && !line.contains("x y"))
    }
}
