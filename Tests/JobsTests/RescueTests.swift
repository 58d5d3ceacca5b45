import Domain
import LocalServers
import Postgres
import Redis
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing

@testable import Jobs

/// After river's `RescuesPastFullBatchOfJobsWithNoTimeout` and faktory's exact totals.
@Suite("The rescue of jobs", .timeLimit(.minutes(5)))
struct RescueTests {
    @Test(
        "finds those of a dead worker behind any number that run, while Redis hangs and jobs fail, and counts exactly")
    func starvation() async throws {
        try await withRedis { server in
            try await withBench(redis: RedisEndpoint(parsing: server.url()), commandTimeout: .seconds(1)) { bench in
                let (living, dead) = (try await bench.makeWorker(), try await bench.makeWorker())
                let held = try await claimed(300, by: living, bench)
                let stuck = try await claimed(20, by: dead, bench)
                try await bench.silence(dead)
                let handler = ScriptedHandler<Errand> { errand, context in
                    if errand.number % 100 == 7 { throw Mishap(verdict: .bury(.refused)) }
                    if errand.number % 100 == 8, context.attempt == 1 { throw Mishap.retry }
                    return .effect(of: context)
                }
                let services: [any Service] = [
                    bench.runner(handler), bench.runner(handler), bench.relay(), Beating(worker: living, bench: bench),
                ]
                try await bench.serving(services) { _ in
                    var asked: [Job.ID] = []
                    for number in 0..<300 {
                        if number == 100 { server.suspend() }
                        if number == 200 { server.resume() }
                        asked.append(try await bench.request(JobRequest(Errand(number: number))))
                    }
                    let ended = asked + stuck
                    try await eventually(within: .seconds(40)) {
                        try await bench.master.session.first(
                            """
                            select count(*) from job_queue
                            where id = any(\(ended.map(\.rawValue))::uuid[]) and finished_at is null
                            """, as: Int64.self) == 0
                    }
                    let effects = try await bench.effects
                    #expect(Set(effects).count == effects.count && effects.count == 317)
                    #expect(Set(effects).isSuperset(of: stuck))
                    let outcomes = try await bench.master.session.all(
                        "select outcome, count(*) from job_attempts group by outcome order by outcome",
                        as: (String, Int64).self)
                    #expect(outcomes.map(\.0) == ["failed", "lost", "retry", "succeeded"])
                    #expect(outcomes.map(\.1) == [3, 20, 3, 317])
                    let running = try await bench.master.session.all(
                        "select id from job_queue where state = 'running'", as: Job.ID.self)
                    #expect(Set(running) == Set(held))
                }
            }
        }
    }

    /// Jobs in the hands of a worker that has all day for them.
    private func claimed(_ count: Int, by worker: WorkerID, _ bench: JobBench) async throws -> [Job.ID] {
        let jobs = try await bench.master.transaction { master in
            try await bench.queue.enqueue((0..<count).map { _ in JobRequest(Errand(number: -1)) }, on: master)
        }
        let won = try await ClaimQueries.claim(
            jobs.map(\.id), by: worker, kinds: [Errand.kind], timeouts: [86_400_000], silence: .seconds(10),
            on: bench.master.session)
        #expect(won.count == count)
        return won.map(\.id)
    }

    /// The heart of a worker that is nothing else.
    private struct Beating: Service {
        let worker: WorkerID
        let bench: JobBench

        func run() async throws {
            for await _ in Ticks(every: .milliseconds(150)).cancelOnGracefulShutdown() {
                try? await WorkerQueries.beat(worker, on: bench.master.session)
            }
        }
    }
}
