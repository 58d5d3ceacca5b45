import Domain
import Postgres
import Requests
import Tenancy
import Testing

@testable import Usage

@Suite("What plans allow", .timeLimit(.minutes(5)))
struct PlansTests {
    private func put(_ plan: String, _ bench: UsageBench, store: Int = 0) async throws {
        _ = try await bench.subscriptions.put(
            WantedSubscription(plan: plan), on: bench.stores[store], by: Caller(bench.owner))
    }

    @Test("are listed from the smallest to the largest; those that cannot be had are not")
    func list() async throws {
        try await withUsage { bench in
            let plans = Plans(master: bench.master)
            let all = try await plans.all()
            #expect(all.map(\.id) == ["free", "starter", "professional", "enterprise"])
            #expect(all.map(\.limits.maxStores) == all.map(\.limits.maxStores).sorted())
            #expect(all.last?.limits.dailyJobs == nil && all.dropLast().allSatisfy { $0.limits.dailyJobs != nil })
            try await bench.master.session.execute("update plans set is_active = false where id = 'starter'")
            #expect(try await plans.all().map(\.id) == ["free", "professional", "enterprise"])
        }
    }

    @Test("the store limit is the largest live plan's, even below the standard, which is for accounts without one")
    func storeLimit() async throws {
        try await withUsage(stores: 3) { bench in
            func limit() async throws -> Int {
                try await Plans.storeLimit(of: bench.owner, standard: 5, on: bench.master.session)
            }
            #expect(try await limit() == 5)
            try await put("free", bench)
            #expect(try await limit() == 2)
            try await put("professional", bench, store: 1)
            try await put("starter", bench, store: 2)
            #expect(try await limit() == 25)
            try await bench.master.session.execute(
                "update plans set is_active = false, max_stores = 30 where id = 'professional'")
            #expect(try await limit() == 30)
            try await bench.subscriptions.end(of: bench.stores[1], by: Caller(bench.owner))
            #expect(try await limit() == 5)
            #expect(try await Plans.storeLimit(of: .make(), standard: 7, on: bench.master.session) == 7)
        }
    }

    @Test("of forty jobs asked for at once as many are had as the plan allows, and no more that day")
    func jobs() async throws {
        try await withUsage(stores: 2) { bench in
            try await put("free", bench)
            let outcomes = await outcomes(40) { _ in
                try await bench.master.transaction { try await Plans.chargeJob(to: bench.store, on: $0) }
            }
            let refusals = outcomes.compactMap { outcome in
                if case .failure(let error) = outcome { error as? PlanError } else { nil }
            }
            #expect(refusals.count == 30)
            for refusal in refusals {
                guard case .jobLimitReached(10, let wait) = refusal else {
                    Issue.record("\(refusal)")
                    continue
                }
                #expect(.seconds(1) ... .seconds(86_400) ~= wait)
                #expect(refusal.explanation.code == "job_limit_reached" && refusal.explanation.retryAfter == wait)
            }
            #expect(try await bench.counted("jobs.started") == 10)
            try await Plans.chargeJob(to: bench.stores[1], on: bench.master.session)
        }
    }

    @Test("a change of the limit holds for the next job")
    func change() async throws {
        try await withUsage { bench in
            try await put("free", bench)
            try await bench.master.session.execute("update plans set daily_jobs = 0 where id = 'free'")
            await #expect(throws: PlanError.self) {
                try await Plans.chargeJob(to: bench.store, on: bench.master.session)
            }
            #expect(try await bench.counted("jobs.started") == 0)
            try await bench.master.session.execute("update plans set daily_jobs = 1 where id = 'free'")
            try await Plans.chargeJob(to: bench.store, on: bench.master.session)
            await #expect(throws: PlanError.self) {
                try await Plans.chargeJob(to: bench.store, on: bench.master.session)
            }
            try await put("enterprise", bench)
            try await Plans.chargeJob(to: bench.store, on: bench.master.session)
            #expect(try await bench.counted("jobs.started") == 2)
        }
    }

    @Test("without a subscription jobs are counted and never refused; a new day begins at nothing")
    func noPlan() async throws {
        try await withUsage { bench in
            for _ in 1...30 { try await Plans.chargeJob(to: bench.store, on: bench.master.session) }
            #expect(try await bench.counted("jobs.started") == 30)
            try await bench.master.session.execute("update usage_metrics set day = day - 1")
            try await put("free", bench)
            try await Plans.chargeJob(to: bench.store, on: bench.master.session)
            #expect(try await bench.counted("jobs.started") == 31)
        }
    }

    @Test("a job whose transaction is rolled back was not counted")
    func rolledBack() async throws {
        struct Stop: Error {}
        try await withUsage { bench in
            await #expect(throws: Stop.self) {
                try await bench.master.transaction { master in
                    try await Plans.chargeJob(to: bench.store, on: master)
                    throw Stop()
                }
            }
            let count = try await bench.counted("jobs.started")
            #expect(count == 0)
        }
    }
}
