import NIOHTTP1
import Stripe
import StripeReplay
import Testing

@Suite("What happens to a shop is brought about over HTTP, too", .timeLimit(.minutes(5)))
struct ControlRouteTests {
    @Test("by a customer who pays, at once or later, or not at all")
    func customers() async throws {
        try await TestShop.open { shop in
            for (steps, status, payment) in [
                (["pay"], CheckoutSession.Status.complete, CheckoutSession.PaymentStatus.paid),
                (["pay-later"], .complete, .unpaid), (["pay-later", "settle"], .complete, .paid),
                (["pay-later", "fail"], .complete, .unpaid), (["fail"], .open, .unpaid),
                (["expire"], .expired, .unpaid),
            ] {
                let page = try await shop.checkout(steps.joined(separator: "-"))
                for step in steps { try await shop.control("sessions/\(page.id)/\(step)") }
                let found = try await shop.client.checkout(page.id)
                #expect(found.status == status && found.paymentStatus == payment, "\(steps)")
            }
        }
    }

    @Test("by money that goes back, through the shop or through the bank")
    func money() async throws {
        try await TestShop.open { shop in
            let sale = try await shop.sale()
            try await shop.control("charges/\(sale.charge)/refund?amount=250")
            let charge = try await shop.client.charge(sale.charge)
            #expect(charge.refunded == .euros(250))
            try await shop.control("charges/\(sale.charge)/dispute")
            let told = try await shop.receiver.first("charge.dispute.created").object(as: Dispute.self)
            try await shop.control("disputes/\(told.id)/close?won=true")
            let dispute = try await shop.client.dispute(told.id)
            #expect(dispute.status == .won)
        }
    }

    @Test("by trouble with calls, until it is taken away")
    func outage() async throws {
        try await TestShop.open(bend: { $0.retries = 0 }) { shop in
            try await shop.control("outage?kind=503&calls=5", status: 204)
            await #expect(throws: StripeError.api(status: 503)) { try await shop.checkout() }
            for kind in ["hang-up", "lose-answer"] {
                try await shop.control("outage?kind=\(kind)", status: 204)
                await #expect(throws: StripeError.unreachable) { try await shop.checkout() }
            }
            try await shop.control("outage?kind=429&calls=5", status: 204)
            try await shop.control("outage?kind=none", status: 204)
            _ = try await shop.checkout()
        }
    }

    @Test("by webhooks that are kept back, doubled and turned around")
    func deliveries() async throws {
        try await TestShop.open { shop in
            try await shop.control("delivery?held=true&copies=2&twins=true", status: 204)
            try await shop.server.expire(shop.checkout().id)
            try await shop.control("release?order=reversed", status: 204)
            let told = try await shop.receiver.next(4).map { try $0.event().id }
            #expect(told[0] == told[1] && told[1] != told[2] && told[2] == told[3])
        }
    }

    @Test("and is refused where it cannot be")
    func refused() async throws {
        try await TestShop.open { shop in
            let page = try await shop.checkout()
            try await shop.control("sessions/\(page.id)/settle", status: 400)
            try await shop.control("sessions/cs_test_none/pay", status: 404)
            try await shop.control("disputes/dp_none/close", status: 404)
            try await shop.control("charges/ch_none/refund?amount=x", status: 400)
            try await shop.control("nothing", status: 404)
        }
    }
}

extension TestShop {
    fileprivate func control(_ path: String, status: Int = 200) async throws {
        let answer = try await send(.POST, "/_replay/\(path)")
        #expect(answer.status == status, "\(path): \(answer.text)")
    }
}
