import Foundation
import LocalServers
import NIOHTTP1
import Stripe
import StripeReplay
import TestSupport
import Testing

extension Credits {
    @Suite("of which a webhook tells", .timeLimit(.minutes(5)))
    struct StripeWebhookTests {
        /// An event about a page, in which everything that could be believed is wrong.
        private func event(_ id: String, about page: CheckoutSession.ID, type: String = "checkout.session.completed")
            -> String
        {
            """
            {"id": "\(id)", "object": "event", "type": "\(type)", "created": \(Int(Date().timeIntervalSince1970)),
             "livemode": false, "api_version": "2011-01-01", "data": {"object": {"id": "\(page)",
             "object": "checkout.session", "payment_status": "paid", "amount_total": 99999999, "currency": "eur",
             "client_reference_id": "00000000-0000-4000-8000-000000000000", "metadata": {"purchase": "another"}}}}
            """
        }

        @Test("are not credited by a word that is forged, old, of the future, changed or signed with nothing")
        func forged() async throws {
            try await StripeShop.with { shop in
                await shop.stripe.deliver(ReplayDelivery(isHeld: true))
                let agency = try await shop.platform.signUp()
                let worker = try await shop.platform.startWorker()
                let (_, page) = try await shop.orderWithPage(agency)
                try await shop.stripe.pay(page)
                let body = event("evt_1", about: page)
                let now = Date()
                let good = shop.webhook.sign(Data(body.utf8), at: now)
                let code = String(good.suffix(64))
                let time = Int(now.timeIntervalSince1970)
                let stranger = try StripeWebhook(secrets: ["whsec_somebody_else_who_is_not_us"])
                let lies: [(String, String?)] = [
                    (body, nil), (body, ""), (body, "t=\(time)"), (body, "v1=\(code)"),
                    (body, stranger.sign(Data(body.utf8), at: now)),
                    (body, "t=\(time),v0=\(code)"), (body, "t=\(time + 1),v1=\(code)"),
                    (body, "t=\(time),v1=\(code.uppercased())"), (body, "t=\(time),t=\(time),v1=\(code)"),
                    (body, "t=\(time),v1=\(code.dropLast(2))"),
                    (body, shop.webhook.sign(Data(body.utf8), at: now.addingTimeInterval(-310))),
                    // An hour: on a busy machine it is some time until it is posted.
                    (body, shop.webhook.sign(Data(body.utf8), at: now.addingTimeInterval(3_600))),
                    // The same event, written anew.
                    (body.replacing("\n", with: ""), good), (body + "\n", good),
                    (body.replacing(": ", with: ":"), good),
                    (body.replacing("evt_1", with: "evt_2"), good), ("", good), ("{}", good),
                ]
                for (body, signature) in lies {
                    let answer = try await shop.post(body, signature)
                    #expect(
                        answer.status == 400 && answer.code == "signature_invalid",
                        "\(signature ?? "none") \(answer.text)")
                }
                for broken in ["{}", "[]", "{\"id\": \"evt_1\"}", "not JSON"] {
                    #expect(try await shop.post(signed: broken).code == "signature_invalid")
                }
                #expect(try await shop.platform.rowCounts(shop.platform.master)["public.payment_events"] == 0)
                #expect(try await shop.amounts(agency) == [])

                // One of several signatures is enough.
                let wrong = String(repeating: "0", count: 64)
                let answer = try await shop.post(body, "t=\(time),v1=\(wrong),v1=\(code),v0=\(wrong)")
                #expect(answer.status == 200, "\(answer.text)")
                try await shop.platform.waitForBalance(agency, "100.0000")
                await worker.kill()
            }
        }

        @Test("are credited once, however often, under however many events and in whatever order it is told")
        func repeated() async throws {
            try await StripeShop.with { shop in
                await shop.stripe.deliver(ReplayDelivery(copies: 3, twins: true, isHeld: true))
                let agency = try await shop.platform.signUp()
                let worker = try await shop.platform.startWorker()
                let (id, page) = try await shop.orderWithPage(agency)
                try await shop.stripe.pay(page)
                let answers = try await withThrowingTaskGroup(of: UInt.self) { group in
                    for number in 0..<24 {
                        group.addTask {
                            // Too much at once is answered with 503, and told again.
                            while true {
                                let status = try await shop.post(signed: event("evt_\(number % 6)", about: page)).status
                                if status != 503 { return status }
                            }
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers == Array(repeating: 200, count: 24))
                await shop.stripe.release(.shuffled)
                try await shop.wait(id, of: agency, status: "completed")
                #expect(try await shop.post(signed: event("evt_0", about: page)).status == 200)
                let told = await shop.stripe.attempts
                #expect(told.allSatisfy { $0.status == 200 || $0.status == 503 }, "\(told)")
                #expect(try await shop.amounts(agency) == ["100.0000"])
                try await shop.verify()
                await worker.kill()
            }
        }

        @Test("are given back whole when the refund is heard of before the payment")
        func refundFirst() async throws {
            try await StripeShop.with { shop in
                await shop.stripe.deliver(ReplayDelivery(isHeld: true))
                let agency = try await shop.platform.signUp()
                let first = try await shop.platform.startWorker("first")
                let (id, page) = try await shop.orderWithPage(agency)
                await first.kill()
                try await shop.stripe.pay(page)
                try await shop.stripe.refund(try await shop.charge(page))
                await shop.stripe.release(.reversed)
                let second = try await shop.platform.startWorker("second")
                try await shop.wait(id, of: agency, status: "completed")
                #expect(try await shop.amounts(agency) == ["100.0000", "-100.0000"])
                try await shop.verify()
                await second.kill()
            }
        }

        @Test("and that are nobody's change nothing")
        func strangers() async throws {
            try await StripeShop.with { shop in
                let page = try #require(CheckoutSession.ID("cs_test_of_somebody_else"))
                #expect(try await shop.post(signed: event("evt_1", about: page)).status == 200)
                let customer =
                    #"{"id": "evt_2", "object": "event", "type": "customer.created", "created": 1, "livemode": false, "data": {"object": {}}}"#
                #expect(try await shop.post(signed: customer).status == 200)
                let rows = try await shop.platform.rowCounts(shop.platform.master)
                #expect(rows["public.payment_events"] == 0 && rows["public.job_queue"] == 0)
            }
        }
    }
}
