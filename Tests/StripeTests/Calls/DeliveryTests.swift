import Foundation
import Stripe
import StripeReplay
import Testing

@Suite("What has happened is told by webhook", .timeLimit(.minutes(5)))
struct DeliveryTests {
    @Test("signed, as it was at the time, and under an id of its own")
    func signed() async throws {
        try await TestShop.open { shop in
            let sale = try await shop.sale()
            let told = try await shop.receiver.next(3)
            #expect(
                try told.types() == ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"])
            let events = try told.map { try $0.event() }
            #expect(Set(events.map(\.id)).count == 3)
            for event in events {
                #expect(!event.isLive && event.apiVersion == StripeConfiguration.apiVersion)
                #expect(abs(event.created.timeIntervalSinceNow) < 30)
            }
            #expect(try told[0].object(as: Charge.self).id == sale.charge)
            #expect(try told[1].object(as: PaymentIntent.self).id == sale.payment)
            #expect(try told[2].object(as: CheckoutSession.self) == sale.page)
        }
    }

    @Test("with another secret is not believed")
    func otherSecret() async throws {
        try await TestShop.open { shop in
            try await shop.server.expire(shop.checkout().id)
            let delivery = try await shop.receiver.next()
            #expect(throws: StripeWebhookError.wrongSignature) {
                try delivery.event(secret: "whsec_SomebodyElse_0123456789")
            }
        }
    }

    @Test("twice at times: the same event under the same id, and both are believed")
    func twice() async throws {
        try await TestShop.open { shop in
            await shop.server.deliver(ReplayDelivery(copies: 2))
            try await shop.server.expire(shop.checkout().id)
            let told = try await shop.receiver.next(2)
            #expect(told[0].payload == told[1].payload)
            #expect(try told[0].event() == told[1].event())
        }
    }

    @Test("as two events at times, of one happening: only the object says that it is the same")
    func twins() async throws {
        try await TestShop.open { shop in
            await shop.server.deliver(ReplayDelivery(twins: true))
            let page = try await shop.checkout()
            try await shop.server.expire(page.id)
            let told = try await shop.receiver.next(2)
            let events = try told.map { try $0.event() }
            #expect(events[0].id != events[1].id && events[0].type == events[1].type)
            let objects = try told.map { try $0.object(as: CheckoutSession.self) }
            #expect(objects[0] == objects[1] && objects[0].id == page.id)
        }
    }

    @Test("in any order: what came last need not be how it stands, and looking it up says how it does")
    func outOfOrder() async throws {
        try await TestShop.open { shop in
            await shop.server.deliver(ReplayDelivery(isHeld: true))
            let page = try await shop.checkout()
            try await shop.server.payLater(page.id)
            try await shop.server.settle(page.id)
            await shop.server.release(.reversed)
            let told = try await shop.receiver.next(5)
            #expect(
                try told.types() == [
                    "checkout.session.async_payment_succeeded", "payment_intent.succeeded", "charge.succeeded",
                    "checkout.session.completed", "payment_intent.processing",
                ])
            let last = try told[4].object(as: PaymentIntent.self)
            #expect(last.status == .processing)
            let found = try await shop.client.payment(last.id)
            #expect(found.status == .succeeded)
        }
    }

    @Test("and is not believed any more once a proxy has parsed and written it again")
    func rewritten() async throws {
        try await TestShop.open { shop in
            try await shop.server.expire(shop.checkout().id)
            let delivery = try await shop.receiver.next()
            let parsed = try JSONSerialization.jsonObject(with: delivery.payload)
            for options in [JSONSerialization.WritingOptions.sortedKeys, [.prettyPrinted, .sortedKeys], []] {
                let rewritten = try JSONSerialization.data(withJSONObject: parsed, options: options)
                let bent = WebhookDelivery(header: delivery.header, payload: rewritten)
                #expect(throws: StripeWebhookError.wrongSignature) { try bent.event() }
            }
            #expect(throws: Never.self) { try delivery.event() }
        }
    }

    @Test("again until somebody takes it: the same event, signed anew")
    func refused() async throws {
        try await TestShop.open { shop in
            shop.receiver.refuse(2)
            try await shop.server.expire(shop.checkout().id)
            let delivery = try await shop.receiver.next()
            let event = try delivery.event()
            let attempts = await shop.server.attempts.filter { $0.eventID == event.id.text }
            #expect(attempts.map(\.status).prefix(2) == [503, 503])
        }
    }
}
