import Domain
import Foundation
import Jobs
import Logging
import NIOConcurrencyHelpers
import Postgres
import Redis
import Tenancy
import TestSupport
import Testing

@testable import Credits

/// What a provider says of one payment, set by the test.
private final class Till: Sendable {
    private let standing = NIOLockedValueBox(PaymentStanding(.open))
    private let pages = NIOLockedValueBox<[UUID: Int]>([:])

    /// How often a page was asked for.
    var opened: Int { pages.withLockedValue { $0.values.reduce(0, +) } }

    func say(_ new: PaymentStanding) { standing.withLockedValue { $0 = new } }

    var gateway: PaymentGateway {
        PaymentGateway(
            open: { [pages] purchase in
                pages.withLockedValue { $0[purchase.id, default: 0] += 1 }
                return CheckoutPage(id: "cs_\(purchase.id.canonical)", url: "https://pay.example/\(purchase.id)")
            },
            look: { [standing] _ in standing.withLockedValue { $0 } })
    }
}

@Suite("A payment that a provider takes", .timeLimit(.minutes(5)))
struct PaymentTests {
    private struct Bench {
        let journal: JournalBench
        let till: Till
        let purchase: Purchase
        let settlement: PurchaseSettlement
        let news: PaymentNews

        var master: Database<Master> { journal.master }
        var price: Money { purchase.price }
        var checkout: String { "cs_\(purchase.id.canonical)" }

        /// What the job does in one attempt, its own ending left out.
        func attempt() async throws {
            let look = try await settlement.look(purchase.id)
            try await book(look)
        }

        func book(_ look: PurchaseLook) async throws {
            let job = try #require(try await settlement.look(purchase.id).purchase.jobID)
            try await master.transaction { try await PurchaseSettlement.book(look, by: job, on: $0) }
        }

        func amounts() async throws -> [Int64] { try await journal.lines(of: journal.store).map(\.amount) }

        func status() async throws -> String {
            try await master.session.first(
                "select p.state || ' ' || b.status from credit_purchases p join billing_transactions b on b.id = p.billing_id",
                as: String.self) ?? ""
        }
    }

    /// A purchase of 100 credits for 10 euros, for which nobody has paid.
    private func withPurchase(_ body: (Bench) async throws -> Void) async throws {
        try await withJournal { journal in
            let till = Till()
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let queue = JobQueue(
                index: DispatchIndex(redis: RedisClient(endpoint: try await makeRedisDatabase(), logger: logger)),
                logger: logger)
            let shop = CreditShop(
                master: journal.master, queue: queue, policy: PaymentPolicy(allowsManual: false, hasStripe: true))
            let buyer = try #require(
                try await journal.master.session.first("select id from users", as: Account.ID.self))
            let purchase = try await shop.purchase(
                PurchaseOrder(.package("starter"), method: .stripe), for: journal.store, by: buyer, as: UUID(),
                requestID: nil)
            let settlement = PurchaseSettlement(master: journal.master, gateway: till.gateway)
            await #expect(throws: PaymentError.unpaid) { try await settlement.look(purchase.id) }
            try await body(
                Bench(
                    journal: journal, till: till, purchase: purchase, settlement: settlement,
                    news: PaymentNews(master: journal.master, queue: queue)))
            let report = try await CreditLedger(master: journal.master).verify()
            #expect(report.isClean, "\(report.findings)")
        }
    }

    @Test("is credited once it is paid, however often it is looked at; the page is asked for once")
    func paid() async throws {
        try await withPurchase { bench in
            await #expect(throws: PaymentError.unpaid) { try await bench.attempt() }
            bench.till.say(PaymentStanding(.processing))
            await #expect(throws: PaymentError.unpaid) { try await bench.attempt() }
            bench.till.say(PaymentStanding(.paid(bench.price), paymentID: "pi_1"))
            for _ in 0..<3 { try await bench.attempt() }
            #expect(try await bench.amounts() == [1_000_000])
            #expect(try await bench.status() == "completed completed")
            #expect(bench.till.opened == 1)
        }
    }

    @Test("is not credited when another sum was paid, or nobody paid in time")
    func notPaid() async throws {
        try await withPurchase { bench in
            bench.till.say(PaymentStanding(.paid(Money(amountMinor: 999, currency: "EUR"))))
            await #expect(throws: PaymentError.refused(code: "amount_mismatch")) { try await bench.attempt() }
            bench.till.say(PaymentStanding(.paid(Money(amountMinor: 1_000, currency: "USD"))))
            await #expect(throws: PaymentError.refused(code: "amount_mismatch")) { try await bench.attempt() }
            bench.till.say(PaymentStanding(.expired))
            await #expect(throws: PaymentError.checkoutExpired) { try await bench.attempt() }
            try await bench.master.transaction {
                try await PurchaseSettlement.settle(bench.purchase.id, code: "payment_unavailable", on: $0)
            }
            #expect(try await bench.status() == "pending pending")
            try await bench.master.transaction {
                try await PurchaseSettlement.settle(bench.purchase.id, code: "checkout_expired", on: $0)
            }
            #expect(try await bench.status() == "failed failed")
            // The money came after all.
            bench.till.say(PaymentStanding(.paid(bench.price)))
            try await bench.attempt()
            #expect(try await bench.status() == "completed completed")
            #expect(try await bench.amounts() == [1_000_000])
        }
    }

    @Test("that is given back takes its share of the credits with it, in whatever order it is heard of")
    func returned() async throws {
        try await withPurchase { bench in
            bench.till.say(PaymentStanding(.paid(bench.price), paymentID: "pi_1", returnedMinor: 333))
            try await bench.attempt()
            #expect(try await bench.amounts() == [1_000_000, -333_000])
            bench.till.say(PaymentStanding(.paid(bench.price), paymentID: "pi_1", returnedMinor: 1_000))
            for _ in 0..<2 { try await bench.attempt() }
            #expect(try await bench.amounts() == [1_000_000, -333_000, -667_000])
            #expect(try await bench.status() == "completed refunded")
        }
    }

    @Test("that is disputed freezes what may be spent until the dispute is over; what was spent becomes a debt")
    func disputed() async throws {
        try await withPurchase { bench in
            bench.till.say(PaymentStanding(.paid(bench.price), paymentID: "pi_1"))
            try await bench.attempt()
            _ = try await bench.journal.post(.of(.usage, -400_000))
            bench.till.say(PaymentStanding(.paid(bench.price), paymentID: "pi_1", isDisputed: true))
            try await bench.attempt()
            #expect(try await bench.journal.post(.of(.usage, -1)).map(\.word) == ["frozen"])
            #expect(try await bench.status() == "completed disputed")
            bench.till.say(PaymentStanding(.paid(bench.price), paymentID: "pi_1", returnedMinor: 1_000))
            try await bench.attempt()
            #expect(try await bench.amounts() == [1_000_000, -400_000, -1_000_000])
            #expect(try await bench.journal.post(.of(.usage, -1)).map(\.word) == ["insufficient"])
        }
    }

    @Test("told of twice, under two events, or while it is being booked, is looked at again and credited once")
    func news() async throws {
        try await withPurchase { bench in
            bench.till.say(PaymentStanding(.paid(bench.price), paymentID: "pi_1"))
            let early = try await bench.settlement.look(bench.purchase.id)
            try await bench.news.receive(event: "evt_1", type: "checkout.session.completed", about: [bench.checkout])
            await #expect(throws: PaymentError.newsCame) { try await bench.book(early) }
            #expect(try await bench.amounts() == [])
            for event in ["evt_1", "evt_1", "evt_2"] {
                try await bench.news.receive(
                    event: event, type: "payment_intent.succeeded", about: ["pi_1", bench.checkout])
                try await bench.attempt()
            }
            try await bench.news.receive(event: "evt_3", type: "charge.refunded", about: ["pi_of_somebody_else"])
            #expect(try await bench.amounts() == [1_000_000])
            let told = try await bench.master.session.all(
                "select id from payment_events where purchase_id is not null order by 1", as: String.self)
            #expect(told == ["evt_1", "evt_2"])
        }
    }

    @Test("told of after its job is done starts another; told of while the job waits starts that one")
    func wake() async throws {
        try await withPurchase { bench in
            func jobs() async throws -> [String] {
                try await bench.master.session.all("select state from job_queue order by created_at", as: String.self)
            }
            #expect(try await jobs() == ["queued"])
            try await bench.master.session.execute("update job_queue set state = 'action_required'")
            try await bench.news.receive(event: "evt_1", type: "checkout.session.completed", about: [bench.checkout])
            #expect(try await jobs() == ["queued"])
            bench.till.say(PaymentStanding(.paid(bench.price), paymentID: "pi_1"))
            try await bench.attempt()
            try await bench.master.session.execute(
                "update job_queue set state = 'succeeded', percent = 100, finished_at = now()")
            try await bench.news.receive(event: "evt_2", type: "charge.refunded", about: ["pi_1"])
            #expect(try await jobs() == ["succeeded", "queued"])
            bench.till.say(PaymentStanding(.paid(bench.price), paymentID: "pi_1", returnedMinor: 1_000))
            try await bench.attempt()
            #expect(try await bench.amounts() == [1_000_000, -1_000_000])
        }
    }

    @Test("that nobody speaks of is looked after every ten minutes")
    func silence() async throws {
        try await withPurchase { bench in
            try await bench.master.session.execute("update job_queue set state = 'action_required'")
            #expect(try await bench.news.lookAfterWaiting(limit: 10) == 0)
            try await bench.master.session.execute("alter table credit_purchases disable trigger user")
            try await bench.master.session.execute(
                "update credit_purchases set updated_at = now() - interval '11 minutes'")
            #expect(try await bench.news.lookAfterWaiting(limit: 10) == 1)
            #expect(try await bench.master.session.first("select state from job_queue", as: String.self) == "queued")
        }
    }
}
