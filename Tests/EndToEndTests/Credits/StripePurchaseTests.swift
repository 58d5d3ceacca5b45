import Foundation
import LocalServers
import NIOHTTP1
import Stripe
import StripeReplay
import TestSupport
import Testing

extension Credits {
    @Suite("that are paid through Stripe", .timeLimit(.minutes(5)))
    struct StripePurchaseTests {
        @Test("wait for the customer, are credited once, and follow what becomes of the payment")
        func wholeWay() async throws {
            try await StripeShop.with { shop in
                let agency = try await shop.platform.signUp()
                let worker = try await shop.platform.startWorker()
                let (id, page) = try await shop.orderWithPage(agency)
                let job = try #require(try await shop.purchase(id, of: agency).string("jobId"))
                let waiting = try await eventually(within: .seconds(20)) {
                    try await shop.platform.call(.GET, "/api/jobs/\(job)", token: agency.token)
                } satisfies: {
                    $0.string("status") == "action_required"
                }
                #expect(waiting.string("error", "code") == "payment_required", "\(waiting.text)")

                try await shop.stripe.pay(page)
                try await shop.platform.waitForBalance(agency, "100.0000")
                #expect(try await shop.purchase(id, of: agency).string("status") == "completed")

                let charge = try await shop.charge(page)
                try await shop.stripe.refund(charge, amountMinor: 250)
                try await shop.platform.waitForBalance(agency, "75.0000")

                let dispute = try await shop.stripe.dispute(charge)
                try await eventually(within: .seconds(30)) {
                    let refused = try await shop.platform.deduct(agency, "ai.image", 1, key: "d\(UUID())")
                    return refused.code == "account_frozen"
                }
                try await shop.stripe.closeDispute(dispute, won: false)
                try await eventually(within: .seconds(30)) {
                    let amounts = try await shop.amounts(agency)
                    return amounts.last == "-75.0000"
                }
                try await shop.verify()
                await worker.kill()
            }
        }

        @Test("and were canceled while they waited fail; money that comes all the same is credited")
        func canceled() async throws {
            try await StripeShop.with { shop in
                let agency = try await shop.platform.signUp()
                let worker = try await shop.platform.startWorker()
                let (id, page) = try await shop.orderWithPage(agency)
                let job = try #require(try await shop.purchase(id, of: agency).string("jobId"))
                try await eventually(within: .seconds(20)) {
                    let standing = try await shop.platform.call(.GET, "/api/jobs/\(job)", token: agency.token)
                    return standing.string("status") == "action_required"
                }
                let order = try await shop.platform.call(.POST, "/api/jobs/\(job)/cancel", token: agency.token)
                #expect(order.status == 202 && order.string("status") == "canceled", "\(order.text)")
                let failed = try await shop.purchase(id, of: agency)
                #expect(failed.string("status") == "failed" && failed.string("failureCode") == "canceled")

                try await shop.stripe.pay(page)
                try await shop.platform.waitForBalance(agency, "100.0000")
                #expect(try await shop.purchase(id, of: agency).string("status") == "completed")
                try await shop.verify()
                await worker.kill()
            }
        }

        @Test("by a slow method wait for the money; what does not come is not credited")
        func slowMethod() async throws {
            try await StripeShop.with { shop in
                let agency = try await shop.platform.signUp()
                let worker = try await shop.platform.startWorker()
                let (first, firstPage) = try await shop.orderWithPage(agency)
                let (second, secondPage) = try await shop.orderWithPage(agency)
                let (third, thirdPage) = try await shop.orderWithPage(agency)
                for page in [firstPage, secondPage] { try await shop.stripe.payLater(page) }
                try await shop.stripe.failPayment(secondPage)
                try await shop.stripe.expire(thirdPage)
                let failed = try await shop.wait(second, of: agency, status: "failed")
                #expect(failed.string("failureCode") == "payment_failed", "\(failed.text)")
                let expired = try await shop.wait(third, of: agency, status: "failed")
                #expect(expired.string("failureCode") == "checkout_expired", "\(expired.text)")
                #expect(try await shop.purchase(first, of: agency).string("status") == "pending")
                try await shop.stripe.settle(firstPage)
                try await shop.wait(first, of: agency, status: "completed")
                #expect(try await shop.amounts(agency) == ["100.0000"])
                try await shop.verify()
                await worker.kill()
            }
        }

        @Test(
            "survive a provider that is away: one page, one credit",
            arguments: [ReplayOutage.refuse(status: 503), .hangUp, .loseAnswer, .babble])
        func away(_ outage: ReplayOutage) async throws {
            try await StripeShop.with { shop in
                let agency = try await shop.platform.signUp()
                await shop.stripe.outage(outage, calls: 4)
                let worker = try await shop.platform.startWorker()
                let (id, page) = try await shop.orderWithPage(agency)
                try await shop.stripe.pay(page)
                try await shop.wait(id, of: agency, status: "completed")
                #expect(try await shop.amounts(agency) == ["100.0000"])
                let made = await shop.stripe.calls.filter { $0.method == "POST" }
                #expect(made.count > 1 && Set(made.map(\.idempotencyKey)).count == 1, "\(made)")
                await worker.kill()
            }
        }

        @Test("are opened on one page though the worker dies while it asks for one")
        func killedWorker() async throws {
            try await StripeShop.with { shop in
                let agency = try await shop.platform.signUp()
                await shop.stripe.outage(.delay(.seconds(2)))
                let victim = try await shop.platform.startWorker("victim")
                let id = try await shop.order(agency)
                try await eventually(within: .seconds(30)) { await !shop.stripe.calls.isEmpty }
                await victim.kill()
                let heir = try await shop.platform.startWorker("heir")
                let page = try await shop.page(of: id, agency)
                let made = await shop.stripe.calls.filter { $0.method == "POST" }
                #expect(made.count == 2 && Set(made.map(\.idempotencyKey)).count == 1, "\(made)")
                try await shop.stripe.pay(page)
                try await shop.wait(id, of: agency, status: "completed")
                #expect(try await shop.amounts(agency) == ["100.0000"])
                await heir.kill()
            }
        }

        @Test("leave neither the account's key nor the signing secret anywhere", .timeLimit(.minutes(5)))
        func secrets() async throws {
            try await StripeShop.with { shop in
                let agency = try await shop.platform.signUp()
                await shop.stripe.outage(.refuse(status: 401), calls: 1)
                let worker = try await shop.platform.startWorker()
                let (id, page) = try await shop.orderWithPage(agency)
                try await shop.stripe.pay(page)
                let done = try await shop.wait(id, of: agency, status: "completed")
                let refused = try await shop.post("{}", "t=1,v1=\(String(repeating: "0", count: 64))")
                await worker.kill()
                let rows = try await everyRow(of: shop.platform.master)
                let kept = try await everyValue(of: shop.platform.redis)
                let logs = try shop.platform.logs()
                for text in [done.text, refused.text, rows, kept, logs] {
                    #expect(
                        !text.contains("canary"), "\(text.components(separatedBy: "canary").first?.suffix(200) ?? "")")
                }
                #expect(rows.contains(page.text))
            }
        }

        @Test(
            "are not sold with half of the settings or with ones that cannot be right",
            arguments: [
                ["TENANTRY_STRIPE_SECRET_KEY": ""], ["TENANTRY_STRIPE_WEBHOOK_SECRET": ""],
                ["TENANTRY_STRIPE_SECRET_KEY": "pk_test_public"], ["TENANTRY_STRIPE_WEBHOOK_SECRET": "short"],
                ["TENANTRY_STRIPE_API_URL": "http://stripe.example"], ["TENANTRY_STRIPE_RETURN_URL": "javascript:1"],
            ])
        func settings(_ wrong: [String: String]) async throws {
            try await Platform.with { platform in
                let right = [
                    "TENANTRY_STRIPE_SECRET_KEY": StripeShop.key, "TENANTRY_STRIPE_WEBHOOK_SECRET": StripeShop.secret,
                ]
                let program = try await platform.start(
                    ["serve"], name: "wrong", settings: right.merging(wrong) { $1 })
                #expect(try await program.waitForExit() != .exited(0))
                let said = try platform.logs()
                let name = try #require(wrong.keys.first)
                #expect(said.contains(name))
                #expect(!said.contains("canary"))
                let answer = try await platform.call(
                    .POST, "/api/webhooks/stripe", token: nil, body: Data("{}".utf8),
                    headers: ["Stripe-Signature": "t=1"])
                #expect(answer.status == 503 && answer.code == "unavailable", "\(answer.text)")
            }
        }
    }
}
