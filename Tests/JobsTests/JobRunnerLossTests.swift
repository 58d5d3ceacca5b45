import Domain
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

extension JobRunnerTests {
    @Suite("that dies, or loses its job")
    struct Losses {
        @Test("has its job run again by another, the attempt not counted")
        func killed() async throws {
            try await withBench { bench in
                let started = Journal<Int>()
                let victim = bench.runner(
                    ScriptedHandler<Errand> { _, context in
                        started.note(context.attempt)
                        try await workForEver()
                    })
                let id = try await bench.serving([victim], ending: .abrupt) { _ in
                    let id = try await bench.request(JobRequest(Errand()))
                    try await started.reaches(1)
                    return id
                }
                #expect(try await bench.job(id).state == .running)
                let heir = bench.runner(ScriptedHandler<Errand>.effective)
                try await bench.serving([heir, bench.relay()]) { _ async throws in
                    #expect(try await bench.job(id, is: .succeeded).attempt == 1)
                    #expect(try await bench.outcomes(of: id) == ["lost", "succeeded"])
                    #expect(try await bench.effects == [id])
                }
            }
        }

        @Test("does not run a job that has killed too many workers, and settles with its subject")
        func poison() async throws {
            try await withBench { bench in
                let id = try await bench.promise(JobRequest(Errand())).id
                for _ in 0..<3 {
                    let victim = try await bench.makeWorker()
                    #expect(try await bench.claim(id, by: victim) != nil)
                    try await bench.silence(victim)
                }
                let runs = Journal<Int>()
                let handler = ScriptedHandler<Errand>(
                    settlement: { try await $1.execute("insert into effects select id from job_queue") },
                    script: { _, context in
                        runs.note(context.attempt)
                        return .done
                    })
                let runner = bench.runner(handler) { $0.maxWorkerDeaths = 3 }
                try await bench.serving([runner, bench.relay()]) { _ in
                    let job = try await bench.job(id, is: .failed)
                    #expect(job.error?.code == "worker_deaths" && job.attempt == 1)
                    #expect(try await bench.effects == [id])
                }
                #expect(runs.entries.isEmpty)
                #expect(try await bench.outcomes(of: id) == ["lost", "lost", "lost", "failed"])
            }
        }

        @Test("cancels the handler of a job that another worker has claimed, and keeps its hands off it")
        func fenced() async throws {
            try await withBench { bench in
                let (started, ended) = (Journal<Int64>(), Journal<Int64>())
                let handler = ScriptedHandler<Errand> { _, context in
                    started.note(context.epoch)
                    do { try await workForEver() } catch {
                        ended.note(context.epoch)
                        throw error
                    }
                }
                try await bench.serving([bench.runner(handler)]) { _ in
                    let id = try await bench.request(JobRequest(Errand()))
                    try await started.reaches(1)
                    // Judged by no patience at all, every worker is dead.
                    let thief = try await bench.makeWorker()
                    let stolen = try #require(await bench.claim(id, by: thief, silence: .zero))
                    try await ended.reaches(1)
                    #expect(started.entries == ended.entries)
                    let stillTheirs = try await bench.succeed(stolen.key)
                    #expect(stillTheirs)
                    #expect(try await bench.outcomes(of: id) == ["lost", "succeeded"])
                }
            }
        }

        @Test("drops the result of a handler that did not listen")
        func lateResult() async throws {
            try await withBench { bench in
                let (started, gate) = (Journal<Int64>(), Gate())
                let deaf = ScriptedHandler<Errand> { _, context in
                    started.note(context.epoch)
                    await Task { try? await gate.pass() }.value  // its own task: it does not hear of the cancellation
                    return .effect(of: context)
                }
                try await bench.serving([bench.runner(deaf)]) { _ in
                    let id = try await bench.request(JobRequest(Errand()))
                    try await started.reaches(1)
                    let thief = try await bench.makeWorker()
                    let stolen = try #require(await bench.claim(id, by: thief, silence: .zero))
                    gate.open()
                    let succeeded = try await bench.succeed(stolen.key)
                    #expect(succeeded)
                }
                #expect(try await bench.effects.isEmpty)
            }
        }
    }
}
