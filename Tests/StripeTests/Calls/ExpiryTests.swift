import Stripe
import StripeReplay
import Testing

@Suite("The end of a page that nobody paid on", .timeLimit(.minutes(5)))
struct ExpiryTests {
    @Test("comes by itself: nobody can pay any more, and it is told")
    func expires() async throws {
        try await TestShop.open { shop in
            let page = try await shop.checkout()
            try await shop.server.expire(page.id)
            let expired = try await shop.client.checkout(page.id)
            #expect(expired.status == .expired && expired.paymentStatus == .unpaid && expired.url == nil)
            let told = try await shop.receiver.next()
            #expect(try told.event().type == "checkout.session.expired")
            #expect(try told.object(as: CheckoutSession.self) == expired)
            await #expect(throws: ReplayRefusal.self) { try await shop.server.pay(page.id) }
        }
    }

    @Test("is the shop's to bring about while the page is open, and not after it was paid")
    func closed() async throws {
        try await TestShop.open { shop in
            let page = try await shop.checkout("a")
            let closed = try await shop.client.expireCheckout(page.id, key: .fresh())
            #expect(closed.id == page.id && closed.status == .expired)
            await #expect(throws: StripeError.invalidRequest(param: nil, code: nil)) {
                try await shop.client.expireCheckout(page.id, key: .fresh())
            }
            let sale = try await shop.sale("b")
            await #expect(throws: StripeError.invalidRequest(param: nil, code: nil)) {
                try await shop.client.expireCheckout(sale.page.id, key: .fresh())
            }
            let paid = try await shop.client.checkout(sale.page.id)
            #expect(paid == sale.page)
        }
    }

    @Test("is one for a payment and an end at the same time: either it was paid or it has expired")
    func race() async throws {
        try await TestShop.open { shop in
            for round in 1...10 {
                let page = try await shop.checkout("race-\(round)")
                async let paid: Bool = { (try? await shop.server.pay(page.id)) != nil }()
                async let closed: Bool = {
                    (try? await shop.client.expireCheckout(page.id, key: .example("end-\(round)"))) != nil
                }()
                let (isPaid, isClosed) = await (paid, closed)
                #expect(isPaid != isClosed)
                let found = try await shop.client.checkout(page.id)
                #expect(found.status == (isPaid ? .complete : .expired))
                #expect(found.paymentStatus == (isPaid ? .paid : .unpaid))
            }
        }
    }
}
