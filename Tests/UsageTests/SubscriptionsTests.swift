import Domain
import Foundation
import Postgres
import Requests
import Tenancy
import Testing

@testable import Usage

@Suite("Subscriptions", .timeLimit(.minutes(5)))
struct SubscriptionsTests {
    /// Plan and status of every subscription there ever was, oldest first.
    private func history(_ bench: UsageBench) async throws -> [String] {
        try await bench.master.session.all(
            "select plan || ' ' || status from subscriptions where store_id = \(bench.store) order by created_at",
            as: String.self)
    }

    private func audit(_ bench: UsageBench) async throws -> [String] {
        try await bench.master.session.all(
            "select action || ' ' || (detail ->> 'plan') from audit_log where store_id = \(bench.store) order by id",
            as: String.self)
    }

    @Test("a store without one has the platform's limits")
    func none() async throws {
        try await withUsage { bench in
            let found = try await bench.subscriptions.subscription(of: bench.store, owner: bench.owner)
            #expect(found.plan == nil && found.status == nil && found.currentPeriodStart == nil)
            #expect(found.limits == PlanLimits(maxStores: 5, dailyJobs: nil))
            await #expect(throws: PlanError.noSuchStore) {
                try await bench.subscriptions.subscription(of: bench.store, owner: .make())
            }
        }
    }

    @Test("putting a store on a plan again changes nothing; another plan ends the old one and keeps it")
    func change() async throws {
        try await withUsage { bench in
            let keeper = Caller(bench.owner)
            let first = try await bench.subscriptions.put(.init(plan: "starter"), on: bench.store, by: keeper)
            #expect(first.plan == "starter" && first.status == .active && first.currentPeriodEnd == nil)
            #expect(first.limits == PlanLimits(maxStores: 5, dailyJobs: 50))
            let again = try await bench.subscriptions.put(.init(plan: "starter"), on: bench.store, by: keeper)
            #expect(again == first)
            #expect(try await audit(bench) == ["subscription.started starter"])

            let end = Timestamp(Date(timeIntervalSince1970: 4_102_444_800))
            let wanted = WantedSubscription(plan: "starter", status: .pastDue, currentPeriodEnd: end)
            for _ in 1...2 {
                let changed = try await bench.subscriptions.put(wanted, on: bench.store, by: keeper)
                #expect(changed.status == .pastDue && changed.currentPeriodEnd == end)
                #expect(changed.currentPeriodStart == first.currentPeriodStart)
            }
            _ = try await bench.subscriptions.put(.init(plan: "free", status: .trialing), on: bench.store, by: keeper)
            #expect(try await history(bench) == ["starter canceled", "free trialing"])

            for _ in 1...2 { try await bench.subscriptions.end(of: bench.store, by: keeper) }
            #expect(try await history(bench) == ["starter canceled", "free canceled"])
            #expect(
                try await audit(bench) == [
                    "subscription.started starter", "subscription.changed starter", "subscription.started free",
                    "subscription.ended free",
                ])
            let found = try await bench.subscriptions.subscription(of: bench.store, owner: bench.owner)
            #expect(found.plan == nil)
        }
    }

    @Test("of many operators at once each finds the store on one plan, and it ends on one")
    func race() async throws {
        try await withUsage { bench in
            let plans = ["free", "starter", "professional", "enterprise"]
            let outcomes = await outcomes(16) { number in
                try await bench.subscriptions.put(
                    WantedSubscription(plan: plans[number % 4]), on: bench.store, by: Caller(bench.owner)
                ).plan
            }
            #expect(outcomes.allSatisfy { (try? $0.get()) != nil })
            let live = try await history(bench).filter { !$0.hasSuffix("canceled") }
            #expect(live.count == 1)
            #expect(try await audit(bench).count == history(bench).count)
        }
    }

    @Test("what makes no sense is refused and changes nothing")
    func refusals() async throws {
        try await withUsage { bench in
            let keeper = Caller(bench.owner)
            let past = Timestamp(Date(timeIntervalSince1970: 1_000_000_000))
            let refused: [(WantedSubscription, Store.ID, PlanError)] = [
                (.init(plan: "golden"), bench.store, .noSuchPlan), (.init(plan: "free"), .make(), .noSuchStore),
                (.init(plan: "free", currentPeriodEnd: past), bench.store, .periodIsOver),
            ]
            for (wanted, store, error) in refused {
                await #expect(throws: error) { try await bench.subscriptions.put(wanted, on: store, by: keeper) }
            }
            await #expect(throws: PlanError.noSuchStore) { try await bench.subscriptions.end(of: .make(), by: keeper) }
            let (subscriptions, acts) = (try await history(bench), try await audit(bench))
            #expect(subscriptions.isEmpty && acts.isEmpty)
        }
    }

    @Test("nobody is put on a plan that is closed; who is on it stays")
    func closedPlan() async throws {
        try await withUsage(stores: 2) { bench in
            let keeper = Caller(bench.owner)
            _ = try await bench.subscriptions.put(.init(plan: "starter"), on: bench.store, by: keeper)
            try await bench.master.session.execute("update plans set is_active = false where id = 'starter'")
            let kept = try await bench.subscriptions.put(
                .init(plan: "starter", status: .pastDue), on: bench.store, by: keeper)
            #expect(kept.status == .pastDue && kept.limits.dailyJobs == 50)
            await #expect(throws: PlanError.noSuchPlan) {
                try await bench.subscriptions.put(.init(plan: "starter"), on: bench.stores[1], by: keeper)
            }
        }
    }
}
