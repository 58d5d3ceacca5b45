import Stripe
import Testing

@Suite("A payment without a page", .timeLimit(.minutes(5)))
struct PaymentTests {
    @Test("is taken in one call, or in two")
    func taken() async throws {
        try await TestShop.open { shop in
            let order = PaymentOrder(
                amount: .euros(500), paymentMethod: "pm_card_visa", confirms: true, returnURL: "https://shop.test/",
                metadata: ["store": "7"])
            let payment = try await shop.client.createPayment(order, key: .fresh())
            #expect(payment.status == .succeeded && payment.amount == .euros(500) && payment.metadata == ["store": "7"])
            let later = try await shop.client.createPayment(
                PaymentOrder(amount: .euros(500), paymentMethod: "pm_card_visa"), key: .fresh())
            #expect(later.status == .requiresConfirmation && later.latestCharge == nil)
            let confirmed = try await shop.client.confirmPayment(later.id, key: .fresh())
            #expect(confirmed.id == later.id && confirmed.status == .succeeded && confirmed.latestCharge != nil)
        }
    }

    @Test("that a bank refuses is declined with the bank's reason, and told")
    func declined() async throws {
        try await TestShop.open { shop in
            let order = PaymentOrder(
                amount: .euros(500), paymentMethod: "pm_card_visa_chargeDeclinedInsufficientFunds", confirms: true)
            await #expect(throws: StripeError.declined(code: "card_declined", declineCode: "insufficient_funds")) {
                try await shop.client.createPayment(order, key: .fresh())
            }
            let failed = try await shop.receiver.first("payment_intent.payment_failed").object(as: PaymentIntent.self)
            #expect(failed.status == .requiresPaymentMethod && failed.lastErrorCode == "card_declined")
            #expect(try await shop.client.payment(failed.id) == failed)
        }
    }

    @Test("has to have something to be confirmed with")
    func nothingToConfirm() async throws {
        try await TestShop.open { shop in
            let payment = try await shop.client.createPayment(PaymentOrder(amount: .euros(500)), key: .fresh())
            #expect(payment.status == .requiresPaymentMethod)
            await #expect(throws: StripeError.invalidRequest(param: nil, code: "payment_intent_unexpected_state")) {
                try await shop.client.confirmPayment(payment.id, key: .fresh())
            }
        }
    }
}
