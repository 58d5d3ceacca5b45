import Stripe
import StripeReplay
import Testing

@Suite("A refund", .timeLimit(.minutes(5)))
struct RefundTests {
    @Test("in part leaves the rest refundable, and not a cent more")
    func partial() async throws {
        try await TestShop.open { shop in
            let sale = try await shop.sale()
            let order = RefundOrder(paymentIntent: sale.payment, amountMinor: 450, metadata: ["why": "half & half"])
            let refund = try await shop.client.createRefund(order, key: .fresh())
            #expect(refund.amount == .euros(450) && refund.status == .succeeded)
            #expect(refund.paymentIntent == sale.payment && refund.charge == sale.charge)
            #expect(refund.metadata == ["why": "half & half"])
            let charge = try await shop.client.charge(sale.charge)
            #expect(charge.refunded == .euros(450) && !charge.isRefunded)
            for amount: Int64 in [801, 0, -1] {
                await #expect(throws: StripeError.invalidRequest(param: "amount", code: nil)) {
                    try await shop.client.createRefund(
                        RefundOrder(paymentIntent: sale.payment, amountMinor: amount), key: .fresh())
                }
            }
            let found = try await shop.client.refund(refund.id)
            #expect(found == refund)
        }
    }

    @Test("without an amount gives back all that is left, once")
    func whole() async throws {
        try await TestShop.open { shop in
            let sale = try await shop.sale()
            let order = RefundOrder(paymentIntent: sale.payment)
            _ = try await shop.client.createRefund(
                RefundOrder(paymentIntent: sale.payment, amountMinor: 250), key: .fresh())
            let rest = try await shop.client.createRefund(order, key: .fresh())
            #expect(rest.amount == .euros(1000))
            let charge = try await shop.client.charge(sale.charge)
            #expect(charge.refunded == .euros(1250) && charge.isRefunded)
            await #expect(throws: StripeError.invalidRequest(param: "charge", code: "charge_already_refunded")) {
                try await shop.client.createRefund(order, key: .fresh())
            }
        }
    }

    @Test("from the dashboard is told to the shop, with the charge and what was given back of it")
    func fromDashboard() async throws {
        try await TestShop.open { shop in
            let sale = try await shop.sale()
            _ = try await shop.receiver.next(3)
            try await shop.server.refund(sale.charge, amountMinor: 250)
            let told = try await shop.receiver.next(3)
            #expect(try told.types() == ["refund.created", "charge.refunded", "refund.updated"])
            #expect(try told[0].object(as: Refund.self).paymentIntent == sale.payment)
            let charge = try told[1].object(as: Charge.self)
            #expect(charge.id == sale.charge && charge.refunded == .euros(250) && !charge.isRefunded)
        }
    }

    @Test("stands in the payment's list, newest first, page by page")
    func list() async throws {
        try await TestShop.open { shop in
            let (sale, other) = (try await shop.sale("a"), try await shop.sale("b"))
            try await shop.server.refund(other.charge)
            var made: [Refund.ID] = []
            for _ in 1...5 {
                let order = RefundOrder(paymentIntent: sale.payment, amountMinor: 100)
                made.insert(try await shop.client.createRefund(order, key: .fresh()).id, at: 0)
            }
            var (found, hasMore) = ([Refund.ID](), true)
            while hasMore {
                let page = try await shop.client.refunds(of: sale.payment, after: found.last, limit: 2)
                #expect(page.data.count == (page.hasMore ? 2 : 1))
                found += page.data.map(\.id)
                hasMore = page.hasMore
            }
            #expect(found == made)
            await #expect(throws: StripeError.invalidRequest(param: "limit", code: nil)) {
                try await shop.client.refunds(of: sale.payment, limit: 101)
            }
        }
    }

    @Test("of money that has not come is not made")
    func unpaid() async throws {
        try await TestShop.open { shop in
            let page = try await shop.checkout()
            try await shop.server.payLater(page.id)
            let payment = try #require(try await shop.client.checkout(page.id).paymentIntent)
            await #expect(throws: StripeError.invalidRequest(param: "payment_intent", code: nil)) {
                try await shop.client.createRefund(RefundOrder(paymentIntent: payment), key: .fresh())
            }
        }
    }
}
