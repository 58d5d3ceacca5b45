import Stripe
import StripeReplay
import Testing

@Suite("A dispute", .timeLimit(.minutes(5)))
struct DisputeTests {
    @Test("takes the money away when it is opened, and the charge cannot be refunded beside it")
    func opened() async throws {
        try await TestShop.open { shop in
            let sale = try await shop.sale()
            _ = try await shop.receiver.next(3)
            let id = try await shop.server.dispute(sale.charge)
            let dispute = try await shop.client.dispute(id)
            #expect(dispute.status == .needsResponse && dispute.amount == .euros(1250) && !dispute.isLive)
            #expect(dispute.charge == sale.charge && dispute.paymentIntent == sale.payment)
            #expect(dispute.reason == "fraudulent")
            #expect(try await shop.client.charge(sale.charge).isDisputed)
            let told = try await shop.receiver.next(2)
            #expect(try told.types() == ["charge.dispute.created", "charge.dispute.funds_withdrawn"])
            for delivery in told { #expect(try delivery.object(as: Dispute.self) == dispute) }
            await #expect(throws: StripeError.invalidRequest(param: "charge", code: "charge_disputed")) {
                try await shop.client.createRefund(RefundOrder(paymentIntent: sale.payment), key: .fresh())
            }
        }
    }

    @Test("that is won brings the money back; one that is lost does not", arguments: [true, false])
    func closed(_ isWon: Bool) async throws {
        try await TestShop.open { shop in
            let sale = try await shop.sale()
            let id = try await shop.server.dispute(sale.charge)
            _ = try await shop.receiver.next(5)
            try await shop.server.closeDispute(id, won: isWon)
            let dispute = try await shop.client.dispute(id)
            #expect(dispute.status == (isWon ? .won : .lost))
            let told = try await shop.receiver.next(isWon ? 2 : 1)
            #expect(
                try told.types() == (isWon ? ["charge.dispute.funds_reinstated"] : []) + ["charge.dispute.closed"])
            #expect(try told.last?.object(as: Dispute.self) == dispute)
            await #expect(throws: ReplayRefusal.self) { try await shop.server.closeDispute(id, won: !isWon) }
        }
    }

    @Test("is about what was not given back before")
    func afterRefund() async throws {
        try await TestShop.open { shop in
            let sale = try await shop.sale()
            try await shop.server.refund(sale.charge, amountMinor: 250)
            let dispute = try await shop.client.dispute(shop.server.dispute(sale.charge))
            #expect(dispute.amount == .euros(1000))
            let second = try await shop.sale("other")
            try await shop.server.refund(second.charge)
            await #expect(throws: ReplayRefusal.self) { _ = try await shop.server.dispute(second.charge) }
        }
    }
}
