import Domain
import Postgres
import Tenancy
import Testing

@testable import Usage

@Suite("What an owner sees of usage")
struct UsageHistoryTests {
    @Test("are the days that were asked for, both ends included, in order, without what is zero")
    func days() async throws {
        try await withUsage(stores: 2) { bench in
            for (store, day, metric, value) in [
                (0, "2026-02-28", "jobs.started", 1), (0, "2026-03-01", "jobs.started", 2),
                (0, "2026-03-01", "api.requests", 3), (0, "2026-03-31", "api.requests", 4),
                (0, "2026-03-15", "api.errors", 0), (0, "2026-04-01", "api.requests", 5),
                (1, "2026-03-10", "api.requests", 6),
            ] {
                try await bench.master.session.execute(
                    """
                    insert into usage_metrics (store_id, day, metric, value)
                    values (\(bench.stores[store]), \(day)::text::date, \(metric), \(Int64(value)))
                    """)
            }
            let (first, last) = (try #require(Day("2026-03-01")), try #require(Day("2026-03-31")))
            let history = UsageHistory(master: bench.master)
            let figures = try await history.figures(of: bench.store, owner: bench.owner, on: first...last)
            #expect(
                figures == [
                    UsageFigure(day: first, metric: "api.requests", value: 3),
                    UsageFigure(day: first, metric: "jobs.started", value: 2),
                    UsageFigure(day: last, metric: "api.requests", value: 4),
                ])
            await #expect(throws: PlanError.noSuchStore) {
                try await history.figures(of: bench.store, owner: .make(), on: first...last)
            }
        }
    }
}
