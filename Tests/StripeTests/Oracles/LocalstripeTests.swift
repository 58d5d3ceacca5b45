import Foundation
import Stripe
import Testing

@Suite(
    "With localstripe, which somebody else wrote", .serialized, .timeLimit(.minutes(5)),
    .enabled(if: Localstripe.binary != nil, "TENANTRY_TEST_LOCALSTRIPE names no localstripe"))
struct LocalstripeTests {
    @Test("a payment is taken, its charge is found, and it is told by a webhook that is believed")
    func payment() async throws {
        try await Localstripe.open { local in
            let order = PaymentOrder(
                amount: .euros(500), paymentMethod: try await local.card("4242424242424242"), confirms: true,
                metadata: ["store": "7"])
            let payment = try await local.client.createPayment(order, key: .fresh())
            #expect(payment.status == .succeeded && payment.amount == .euros(500) && payment.metadata == ["store": "7"])
            let found = try await local.client.payment(payment.id)
            #expect(found == payment)
            let charge = try await local.client.charge(#require(payment.latestCharge))
            #expect(charge.isPaid && charge.amount == .euros(500) && charge.paymentIntent == payment.id)

            let told = try await local.receiver.next()
            let event = try told.event()
            #expect(event.type == "payment_intent.succeeded" && !event.isLive)
            #expect(try told.object(as: PaymentIntent.self).id == payment.id)
            let looked = try await local.client.event(event.id)
            #expect(looked == event)
            #expect(throws: StripeWebhookError.wrongSignature) {
                try told.event(secret: "whsec_SomebodyElse_0123456789")
            }
        }
    }

    @Test("a payment is begun in one call and confirmed in another")
    func twoCalls() async throws {
        try await Localstripe.open { local in
            let order = PaymentOrder(amount: .euros(500), paymentMethod: try await local.card("4242424242424242"))
            let begun = try await local.client.createPayment(order, key: .fresh())
            #expect(begun.status == .requiresConfirmation && begun.latestCharge == nil)
            let payment = try await local.client.confirmPayment(begun.id, key: .fresh())
            #expect(payment.status == .succeeded && payment.id == begun.id)
            await #expect(throws: StripeError.invalidRequest(param: nil, code: nil)) {
                try await local.client.confirmPayment(begun.id, key: .fresh())
            }
        }
    }

    @Test("a card that is refused declines the payment, and that is told, too")
    func declined() async throws {
        try await Localstripe.open { local in
            let order = PaymentOrder(
                amount: .euros(500), paymentMethod: try await local.card("4000000000000341"), confirms: true)
            await #expect(throws: StripeError.declined(code: "card_declined", declineCode: nil)) {
                try await local.client.createPayment(order, key: .fresh())
            }
            let told = try await local.receiver.first("payment_intent.payment_failed")
            let payment = try told.object(as: PaymentIntent.self)
            #expect(payment.status == .requiresPaymentMethod && payment.lastErrorCode == "card_declined")
        }
    }

    @Test(
        "a payment from a bank account is told when its money has come, and when it has not",
        arguments: [
            ("DE89370400440532013000", PaymentIntent.Status.succeeded, "payment_intent.succeeded"),
            ("DE62370400440532013001", .requiresPaymentMethod, "payment_intent.payment_failed"),
        ])
    func slow(_ account: String, _ status: PaymentIntent.Status, _ type: String) async throws {
        try await Localstripe.open { local in
            let order = PaymentOrder(
                amount: .euros(500), paymentMethod: try await local.bankAccount(account), confirms: true)
            let payment = try await local.client.createPayment(order, key: .fresh())
            #expect(payment.status != .requiresConfirmation && payment.latestCharge != nil)
            let told = try await local.receiver.next()
            #expect(try told.event().type == type)
            #expect(try told.object(as: PaymentIntent.self).status == status)
            let found = try await local.client.payment(payment.id)
            #expect(found.status == status)
        }
    }

    @Test("a payment is refunded in parts until nothing is left")
    func refunds() async throws {
        try await Localstripe.open { local in
            let order = PaymentOrder(
                amount: .euros(500), paymentMethod: try await local.card("4242424242424242"), confirms: true)
            let payment = try await local.client.createPayment(order, key: .fresh())
            var made: [Refund] = []
            for amount: Int64 in [200, 300] {
                let refund = try await local.client.createRefund(
                    RefundOrder(paymentIntent: payment.id, amountMinor: amount, metadata: ["part": "\(amount)"]),
                    key: .fresh())
                #expect(refund.status == .succeeded && refund.amount == .euros(amount))
                #expect(refund.paymentIntent == payment.id && refund.charge == payment.latestCharge)
                #expect(refund.metadata == ["part": "\(amount)"])
                let found = try await local.client.refund(refund.id)
                #expect(found == refund)
                made.append(refund)
            }
            let listed = try await local.client.refunds(of: payment.id)
            #expect(Set(listed.data) == Set(made) && !listed.hasMore)
            let charge = try await local.client.charge(#require(payment.latestCharge))
            #expect(charge.isRefunded && charge.refunded == .euros(500))
        }
    }

    @Test("what nobody knows is not found, and what cannot be is an invalid request")
    func refusals() async throws {
        try await Localstripe.open { local in
            let payment = try #require(PaymentIntent.ID("pi_none"))
            await #expect(throws: StripeError.notFound) { try await local.client.payment(payment) }
            await #expect(throws: StripeError.notFound) {
                try await local.client.refund(#require(Refund.ID("re_none")))
            }
            await #expect(throws: StripeError.notFound) {
                try await local.client.createRefund(RefundOrder(paymentIntent: payment), key: .fresh())
            }
            await #expect(throws: StripeError.invalidRequest(param: nil, code: nil)) {
                try await local.client.createPayment(PaymentOrder(amount: .euros(0)), key: .fresh())
            }
        }
    }
}
