import Stripe
import StripeReplay
import Testing

@Suite("Looking something up", .timeLimit(.minutes(5)))
struct LookupTests {
    @Test("that nobody knows says so, whatever it is")
    func unknown() async throws {
        try await TestShop.open { shop in
            let client = shop.client
            let lookups: [@Sendable () async throws -> Void] = [
                { _ = try await client.checkout(named("cs_test_none")) },
                { _ = try await client.payment(named("pi_none")) },
                { _ = try await client.charge(named("ch_none")) },
                { _ = try await client.refund(named("re_none")) },
                { _ = try await client.dispute(named("dp_none")) },
                { _ = try await client.event(named("evt_none")) },
                { _ = try await client.expireCheckout(named("cs_test_none"), key: .fresh()) },
                { _ = try await client.confirmPayment(named("pi_none"), key: .fresh()) },
            ]
            for lookup in lookups { await #expect(throws: StripeError.notFound) { try await lookup() } }
            await #expect(throws: StripeError.invalidRequest(param: "payment_intent", code: "resource_missing")) {
                try await client.createRefund(RefundOrder(paymentIntent: named("pi_none")), key: .fresh())
            }
            let calls = await shop.server.calls
            #expect(calls.count == lookups.count + 1)
        }
    }

    @Test("sends the version of the API that we are written against, and no key of idempotency")
    func headers() async throws {
        try await TestShop.open { shop in
            let page = try await shop.checkout()
            _ = try await shop.client.checkout(page.id)
            let calls = await shop.server.calls
            #expect(calls.map(\.method) == ["POST", "GET"])
            #expect(calls.map(\.idempotencyKey) == ["purchase-7", nil])
            #expect(calls.allSatisfy { $0.apiVersion == StripeConfiguration.apiVersion })
        }
    }

    @Test("of an event finds it as its webhook said it")
    func event() async throws {
        try await TestShop.open { shop in
            _ = try await shop.sale()
            for delivery in try await shop.receiver.next(3) {
                let told = try delivery.event()
                let found = try await shop.client.event(told.id)
                #expect(found == told)
                #expect(found.apiVersion == StripeConfiguration.apiVersion)
            }
        }
    }
}

/// A name that can be one.
private func named<Object>(_ text: String) throws -> StripeID<Object> { try #require(StripeID(text)) }
