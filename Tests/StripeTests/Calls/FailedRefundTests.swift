import Foundation
import Stripe
import Testing

@Suite("A refund that fails after it was made", .timeLimit(.minutes(5)))
struct FailedRefundTests {
    @Test("is pending first and failed when it is looked at later; both are read")
    func later() async throws {
        let script: [ScriptedServer.Line] = [.answer(refundText("pending")), .answer(refundText("failed"))]
        try await ScriptedServer.open(script) { server in
            try await withClient(of: server.baseURL) { client in
                let payment = try #require(PaymentIntent.ID("pi_1"))
                let made = try await client.createRefund(
                    RefundOrder(paymentIntent: payment, amountMinor: 250), key: .fresh())
                #expect(made.status == .pending && made.amount == .euros(250))
                let found = try await client.refund(made.id)
                #expect(found.status == .failed && found.id == made.id && found.paymentIntent == payment)
            }
        }
    }

    @Test(
        "is told as a change of the refund and as a failure, and both are believed",
        arguments: ["refund.updated", "refund.failed"])
    func told(_ type: String) throws {
        let payload = Data(
            """
            {"id": "evt_1", "object": "event", "type": "\(type)", "created": 1767225600, "livemode": false,
             "data": {"object": \(refundText("failed"))}}
            """.utf8)
        let header = try StripeWebhook(secrets: [TestShop.secret]).sign(payload, at: Date())
        let delivery = WebhookDelivery(header: header, payload: payload)
        #expect(try delivery.event().type == type)
        let refund = try delivery.object(as: Refund.self)
        #expect(refund.status == .failed)
    }
}
