import Domain
import JobTestSupport
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

extension JobRunnerTests {
    @Suite("beside others")
    struct Load {
        @Test("does its share of 500 jobs, and each has its effect exactly once")
        func exactlyOnce() async throws {
            try await withBench { bench in
                let handler = ScriptedHandler<Errand> { errand, context in
                    if errand.number % 50 == 0, context.attempt == 1 { throw Mishap.retry }
                    return .effect(of: context)
                }
                let runners = (0..<3).map { _ in bench.runner(handler, concurrency: 8) }
                var ids: [Job.ID] = []
                for number in 0..<500 { ids.append(try await bench.promise(JobRequest(Errand(number: number))).id) }
                try await bench.serving(runners + [bench.relay()]) { _ in
                    try await eventually(within: .seconds(90)) {
                        try await bench.effects.count
                    } satisfies: {
                        $0 >= 500
                    }
                }
                let effects = try await bench.effects
                #expect(effects.count == 500 && Set(effects) == Set(ids))
                let outcomes = try await bench.master.session.all(
                    "select outcome, count(*) from job_attempts group by outcome order by outcome",
                    as: (String, Int64).self)
                #expect(outcomes.map(\.0) == ["retry", "succeeded"] && outcomes.map(\.1) == [10, 500])
                let workers = try await bench.master.session.first(
                    "select count(distinct worker_id) from job_attempts", as: Int64.self)
                #expect(workers == 3)
                #expect(try await bench.keys.names.isSubset(of: IndexKeys.lasting))
            }
        }
    }
}
