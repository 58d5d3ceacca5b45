import Stripe
import StripeReplay
import Testing

@Suite("A payment whose money takes days", .timeLimit(.minutes(5)))
struct SlowPaymentTests {
    @Test("leaves its page complete and unpaid until the money comes")
    func succeeds() async throws {
        try await TestShop.open { shop in
            let page = try await shop.checkout()
            try await shop.server.payLater(page.id)
            let waiting = try await shop.client.checkout(page.id)
            #expect(waiting.status == .complete && waiting.paymentStatus == .unpaid)
            let payment = try #require(waiting.paymentIntent)
            #expect(try await shop.client.payment(payment).status == .processing)
            #expect(
                try await shop.receiver.next(2).types() == ["payment_intent.processing", "checkout.session.completed"])

            try await shop.server.settle(page.id)
            let settled = try await shop.client.checkout(page.id)
            #expect(settled.status == .complete && settled.paymentStatus == .paid)
            #expect(try await shop.client.payment(payment).status == .succeeded)
            let told = try await shop.receiver.next(3)
            #expect(
                try told.types() == [
                    "charge.succeeded", "payment_intent.succeeded", "checkout.session.async_payment_succeeded",
                ])
            #expect(try told[2].object(as: CheckoutSession.self) == settled)
        }
    }

    @Test("may fail, and then it is never paid")
    func fails() async throws {
        try await TestShop.open { shop in
            let page = try await shop.checkout()
            try await shop.server.payLater(page.id)
            try await shop.server.failPayment(page.id)
            let failed = try await shop.client.checkout(page.id)
            #expect(failed.status == .complete && failed.paymentStatus == .unpaid)
            let payment = try await shop.client.payment(#require(failed.paymentIntent))
            #expect(payment.status == .requiresPaymentMethod && payment.lastErrorCode == "card_declined")
            let charge = try await shop.client.charge(#require(payment.latestCharge))
            #expect(!charge.isPaid && charge.status == .failed && charge.failureCode == "card_declined")
            let told = try await shop.receiver.first("checkout.session.async_payment_failed")
            #expect(try told.object(as: CheckoutSession.self).id == page.id)
            await #expect(throws: ReplayRefusal.self) { try await shop.server.settle(page.id) }
            await #expect(throws: StripeError.self) {
                try await shop.client.createRefund(RefundOrder(paymentIntent: payment.id), key: .fresh())
            }
        }
    }
}
