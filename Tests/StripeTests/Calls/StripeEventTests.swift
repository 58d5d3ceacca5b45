import Stripe
import StripeReplay
import Testing

@Suite("What an event is about", .timeLimit(.minutes(5)))
struct StripeEventTests {
    private func event(type: String = "ping", object: String) throws -> StripeEvent {
        let payload = Array(
            """
            {"id": "evt_1", "object": "event", "type": "\(type)", "created": 1, "livemode": true,
             "data": {"object": \(object)}}
            """.utf8)
        return try WebhookExample.verify(WebhookExample.header(over: payload), payload)
    }

    @Test("is its object and the payment behind it, whatever kind it is of")
    func subjects() throws {
        #expect(try event(object: #"{"id": "re_1", "payment_intent": "pi_1"}"#).subjects == ["re_1", "pi_1"])
        #expect(try event(object: #"{"id": "pi_1"}"#).subjects == ["pi_1"])
        #expect(try event(object: #"{"id": "cs_1", "payment_intent": null}"#).subjects == ["cs_1"])
        let expanded = #"{"id": "ch_1", "payment_intent": {"id": "pi_1", "object": "payment_intent"}}"#
        #expect(try event(object: expanded).subjects == ["ch_1", "pi_1"])
    }

    @Test("is nothing where no name can be read, and that is no reason not to believe it")
    func noSubjects() throws {
        for object in ["{}", #"{"id": 7}"#, #"{"id": "../x", "payment_intent": ["pi_1"]}"#, #"{"id": null}"#] {
            #expect(try event(object: object).subjects == [])
        }
    }

    @Test("is said under a type of 1 to 120 visible characters")
    func types() throws {
        let longest = String(repeating: "x", count: 120)
        #expect(try event(type: longest, object: "{}").type == longest)
        for type in ["", longest + "x", "a b", "ä", "a\\nb"] {
            #expect(throws: StripeWebhookError.malformedEvent) { try event(type: type, object: "{}") }
        }
    }

    @Test("leads from each webhook of a sale, a refund and a dispute to the page or the payment")
    func fromReplay() async throws {
        try await TestShop.open { shop in
            let sale = try await shop.sale()
            try await shop.server.refund(sale.charge, amountMinor: 100)
            _ = try await shop.server.dispute(sale.charge)
            for delivery in try await shop.receiver.next(8) {
                let event = try delivery.event()
                #expect(event.subjects.contains(sale.payment.text), "\(event.type)")
            }
        }
    }
}
