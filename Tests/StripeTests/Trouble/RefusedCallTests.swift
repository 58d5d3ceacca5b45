import Stripe
import StripeReplay
import Testing

@Suite("A call that Stripe refuses for the moment", .timeLimit(.minutes(5)))
struct RefusedCallTests {
    @Test("is repeated under its own key and comes through", arguments: [409, 429, 500, 502, 503])
    func comesThrough(_ status: Int) async throws {
        try await TestShop.open { shop in
            await shop.server.outage(.refuse(status: status), calls: 2)
            let page = try await shop.checkout()
            #expect(page.status == .open)
            let calls = await shop.server.calls
            #expect(calls.map(\.idempotencyKey) == Array(repeating: "purchase-7", count: 3))
        }
    }

    @Test(
        "is given up after the second repetition, with what was said last",
        arguments: [
            (409, StripeError.api(status: 409)), (429, .rateLimited(retryAfter: nil)), (500, .api(status: 500)),
        ])
    func givenUp(_ status: Int, _ error: StripeError) async throws {
        try await TestShop.open { shop in
            await shop.server.outage(.refuse(status: status), calls: 10)
            await #expect(throws: error) { try await shop.checkout() }
            let calls = await shop.server.calls
            #expect(calls.count == 3 && error.isTransient)
        }
    }

    @Test("waits as long as Stripe wants to hear nothing", arguments: [409, 429])
    func retryAfter(_ status: Int) async throws {
        try await TestShop.open { shop in
            await shop.server.outage(.refuse(status: status, headers: ["Retry-After": "1"]))
            let time = try await ContinuousClock().measure { _ = try await shop.checkout() }
            #expect(time >= .seconds(1))
            let calls = await shop.server.calls
            #expect(calls.count == 2)
        }
    }

    @Test("that would have to wait past its own end is given up at once, and says how long")
    func longRetryAfter() async throws {
        try await TestShop.open { shop in
            await shop.server.outage(.refuse(status: 429, headers: ["Retry-After": "60"]), calls: 10)
            let time = await ContinuousClock().measure {
                await #expect(throws: StripeError.rateLimited(retryAfter: .seconds(60))) {
                    try await shop.checkout()
                }
            }
            #expect(time < .seconds(5))
            let calls = await shop.server.calls
            #expect(calls.count == 1)
        }
    }

    @Test("believes no time to wait that is none", arguments: ["-1", "1.5", "soon", "99999999999", ""])
    func oddRetryAfter(_ value: String) async throws {
        try await TestShop.open(bend: { $0.retries = 0 }) { shop in
            await shop.server.outage(.refuse(status: 429, headers: ["Retry-After": value]))
            await #expect(throws: StripeError.rateLimited(retryAfter: nil)) { try await shop.checkout() }
        }
    }

    @Test("is repeated or not as Stripe says, whatever the status")
    func shouldRetry() async throws {
        try await TestShop.open { shop in
            await shop.server.outage(.refuse(status: 500, headers: ["Stripe-Should-Retry": "false"]))
            await #expect(throws: StripeError.api(status: 500)) { try await shop.checkout() }
            await shop.server.outage(.refuse(status: 400, headers: ["Stripe-Should-Retry": "true"]))
            _ = try await shop.checkout()
            let calls = await shop.server.calls
            #expect(calls.count == 3)
        }
    }

    @Test("for good is not repeated", arguments: [400, 401, 403, 404, 422])
    func final(_ status: Int) async throws {
        try await TestShop.open { shop in
            await shop.server.outage(.refuse(status: status), calls: 10)
            let error = await #expect(throws: StripeError.self) { try await shop.checkout() }
            #expect(error?.isTransient == false)
            let calls = await shop.server.calls
            #expect(calls.count == 1)
        }
    }
}
