import Domain
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

extension JobRunnerTests {
    @Suite("that shows how far a job is")
    struct Progress {
        @Test("shows each step as it goes, and never a smaller percentage")
        func steps() async throws {
            try await withBench { bench in
                let percents = Journal<Int>()
                let handler = ScriptedHandler<Errand> { _, context in
                    let id = context.jobID
                    let shown: @Sendable (String?) async throws -> Void = { detail in
                        try await eventually {
                            let steps = try await JobQueries.steps(of: id, on: bench.master.session)
                            return steps.contains { $0.status == .running && $0.detail == detail }
                        }
                        percents.note(try await bench.job(id).percent)
                    }
                    try await context.progress.start("copy")
                    try await shown(nil)
                    context.progress.note("copy", percent: 40, detail: "400 of 1000")
                    try await shown("400 of 1000")
                    try await context.progress.finish("copy", percent: 50, detail: "all", startingNext: "check")
                    let both = try await JobQueries.steps(of: id, on: bench.master.session)
                    #expect(both.map(\.status) == [.succeeded, .running] && both[0].finishedAt == both[1].startedAt)
                    #expect(try await bench.job(id).step == "check")
                    context.progress.note("check", percent: 10, detail: "slow")
                    try await shown("slow")
                    context.progress.note("check", percent: 1_000, detail: "almost")
                    try await shown("almost")
                    return .done { try await context.progress.finish("check", on: $0) }
                }
                try await bench.serving([bench.runner(handler)]) { _ in
                    let id = try await bench.request(JobRequest(Errand(), steps: ["copy", "check"]))
                    let job = try await bench.job(id, is: .succeeded)
                    #expect(job.percent == 100 && job.step == "check")
                    #expect(percents.entries == [0, 40, 50, 99])
                    let steps = try await JobQueries.steps(of: id, on: bench.master.session)
                    #expect(steps.map(\.name) == ["copy", "check"])
                    #expect(steps.map(\.status) == [.succeeded, .succeeded])
                    #expect(steps.map(\.detail) == ["all", nil])
                    #expect(steps.allSatisfy { $0.startedAt != nil && $0.finishedAt != nil })
                }
            }
        }

        @Test("begins anew with each attempt")
        func anew() async throws {
            try await withBench { bench in
                let handler = ScriptedHandler<Errand> { _, context in
                    if context.attempt == 2 {
                        let job = try await bench.job(context.jobID)
                        let steps = try await JobQueries.steps(of: context.jobID, on: bench.master.session)
                        guard job.percent == 0, steps.allSatisfy({ $0.status == .pending }) else {
                            throw Mishap(verdict: .bury(.unexpected))
                        }
                        return .effect(of: context)
                    }
                    try await context.progress.start("copy")
                    try await context.progress.finish("copy", percent: 50)
                    throw Mishap.retry
                }
                try await bench.serving([bench.runner(handler)]) { _ in
                    let id = try await bench.request(JobRequest(Errand(), steps: ["copy", "check"]))
                    #expect(try await bench.job(id, is: .succeeded).attempt == 2)
                }
            }
        }
    }
}
