import Foundation
import NIOHTTP1
import Stripe
import StripeReplay
import Testing

@Suite("A page to pay on", .timeLimit(.minutes(5)))
struct CheckoutTests {
    @Test("is open and unpaid when it is made, and says back what was ordered")
    func made() async throws {
        try await TestShop.open { shop in
            let page = try await shop.checkout()
            #expect(page.status == .open && page.paymentStatus == .unpaid && page.paymentIntent == nil)
            #expect(page.total == .euros(1250))
            #expect(page.clientReferenceID == "purchase-7" && page.metadata == ["purchase": "purchase-7"])
            #expect(page.url == "\(shop.baseURL)/c/pay/\(page.id)" && !page.isLive)
            let expires = try #require(page.expires)
            #expect(expires.timeIntervalSince(page.created) == 86_400)
            let found = try await shop.client.checkout(page.id)
            #expect(found == page)
        }
    }

    @Test("is complete and paid once the customer has paid, with the money's way behind it")
    func paid() async throws {
        try await TestShop.open { shop in
            let sale = try await shop.sale()
            #expect(sale.page.status == .complete && sale.page.paymentStatus == .paid && sale.page.url == nil)
            let payment = try await shop.client.payment(sale.payment)
            #expect(payment.status == .succeeded && payment.amount == .euros(1250))
            #expect(payment.metadata == ["purchase": "purchase-7"] && payment.lastErrorCode == nil)
            let charge = try await shop.client.charge(sale.charge)
            #expect(charge.isPaid && charge.status == .succeeded && charge.amount == .euros(1250))
            #expect(charge.paymentIntent == sale.payment && charge.refunded == .euros(0))
            #expect(!charge.isRefunded && !charge.isDisputed && charge.metadata == payment.metadata)
        }
    }

    @Test("stays open after a card that is refused, and can be paid with another")
    func refusedCard() async throws {
        try await TestShop.open { shop in
            let page = try await shop.checkout()
            try await shop.server.failPayment(page.id)
            let still = try await shop.client.checkout(page.id)
            #expect(still.status == .open && still.paymentStatus == .unpaid)
            let failed = try await shop.receiver.first("payment_intent.payment_failed").object(as: PaymentIntent.self)
            #expect(failed.status == .requiresPaymentMethod && failed.lastErrorCode == "card_declined")
            try await shop.server.pay(page.id)
            let paid = try await shop.client.checkout(page.id)
            #expect(paid.status == .complete && paid.paymentStatus == .paid)
        }
    }

    @Test("is paid by pressing its button, and leads back to the shop with its id")
    func byHand() async throws {
        try await TestShop.open { shop in
            let page = try await shop.checkout()
            let shown = try await shop.send(.GET, "/c/pay/\(page.id)")
            #expect(shown.status == 200 && shown.text.contains("12.50 EUR"))
            #expect(shown.text.contains("1,000 credits &amp; more"))
            let pressed = try await shop.send(.POST, "/c/pay/\(page.id)/pay")
            #expect(pressed.status == 303 && pressed.location == "https://shop.test/done?page=\(page.id)")
            let paid = try await shop.client.checkout(page.id)
            #expect(paid.paymentStatus == .paid)
        }
    }

    @Test("is not made for what Stripe does not take, and the first parameter it does not like is named")
    func refusedOrders() async throws {
        try await TestShop.open { shop in
            let unit = "line_items[0][price_data][unit_amount]"
            for (order, param, code) in [
                (CheckoutOrder.example(minor: 49), unit, "amount_too_small"),
                (.example(minor: 100_000_000), unit, "amount_too_large"),
                (.example(expires: Date(timeIntervalSinceNow: 60)), "expires_at", nil),
                (.example(expires: Date(timeIntervalSinceNow: 90_000)), "expires_at", nil),
                (.example(String(repeating: "x", count: 201)), "client_reference_id", nil),
            ] {
                await #expect(throws: StripeError.invalidRequest(param: param, code: code)) {
                    try await shop.client.createCheckout(order, key: .fresh())
                }
            }
        }
    }

    @Test("carries text of every kind there and back as it is")
    func text() async throws {
        try await TestShop.open { shop in
            let text = "Zoë’s “Ünïcode” 🛒 +&=%[]{}<>\"'\\ \t\r\n;#?/"
            let order = CheckoutOrder(
                amount: .euros(50), productName: text, successURL: "https://shop.test/", clientReferenceID: text,
                metadata: ["a b&c=d": text, "empty": ""])
            let page = try await shop.client.createCheckout(order, key: .fresh())
            #expect(page.clientReferenceID == text && page.metadata == order.metadata)
        }
    }
}
