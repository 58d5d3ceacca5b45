import Stripe
import StripeReplay
import Testing

@Suite("A call under the key of another one", .timeLimit(.minutes(5)))
struct IdempotencyTests {
    @Test("is the same call: one page, however often it is asked for, also after it was paid")
    func repeated() async throws {
        try await TestShop.open { shop in
            let first = try await shop.checkout()
            let second = try await shop.checkout()
            #expect(first == second)
            try await shop.server.pay(first.id)
            let third = try await shop.checkout()
            #expect(third == first)
            let calls = await shop.server.calls
            #expect(calls.map(\.idempotencyKey) == Array(repeating: "purchase-7", count: 3))
        }
    }

    @Test("is refused when it says anything else, and the first one stands")
    func otherParameters() async throws {
        try await TestShop.open { shop in
            let first = try await shop.checkout()
            let key = StripeIdempotencyKey.example("purchase-7")
            for order in [CheckoutOrder.example(minor: 1251), .example("purchase-8")] {
                await #expect(throws: StripeError.idempotencyMismatch) {
                    try await shop.client.createCheckout(order, key: key)
                }
            }
            await #expect(throws: StripeError.idempotencyMismatch) {
                try await shop.client.expireCheckout(first.id, key: key)
            }
            let found = try await shop.client.checkout(first.id)
            #expect(found == first)
        }
    }

    @Test("at the same time takes effect once: sixteen tasks, one refund")
    func race() async throws {
        try await TestShop.open { shop in
            let sale = try await shop.sale()
            let order = RefundOrder(paymentIntent: sale.payment, amountMinor: 100)
            let refunds = try await withThrowingTaskGroup(of: Refund.ID.self) { group in
                for _ in 1...16 {
                    group.addTask { try await shop.client.createRefund(order, key: .example("refund-1")).id }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(refunds.count == 1)
            let charge = try await shop.client.charge(sale.charge)
            #expect(charge.refunded == .euros(100))
        }
    }

    @Test("takes effect once though its first answer was lost, and has that answer")
    func lostAnswer() async throws {
        try await TestShop.open { shop in
            let sale = try await shop.sale()
            let before = await shop.server.calls.count
            await shop.server.outage(.loseAnswer)
            let refund = try await shop.client.createRefund(
                RefundOrder(paymentIntent: sale.payment, amountMinor: 100), key: .example("refund-1"))
            let made = await shop.server.calls.dropFirst(before).map(\.idempotencyKey)
            #expect(made == ["refund-1", "refund-1"])
            let refunds = try await shop.client.refunds(of: sale.payment).data
            #expect(refunds == [refund])
        }
    }

    @Test("keeps a refusal of the bank's: it is not asked again")
    func declined() async throws {
        try await TestShop.open { shop in
            let order = PaymentOrder(amount: .euros(500), paymentMethod: "pm_card_chargeDeclined", confirms: true)
            for _ in 1...2 {
                await #expect(throws: StripeError.declined(code: "card_declined", declineCode: "generic_decline")) {
                    try await shop.client.createPayment(order, key: .example("payment-1"))
                }
            }
            try await shop.server.expire(shop.checkout().id)
            let told = try await shop.receiver.next(4).types()
            #expect(
                told == [
                    "payment_intent.created", "charge.failed", "payment_intent.payment_failed",
                    "checkout.session.expired",
                ])
        }
    }
}
