import Domain
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("The end of an attempt", .timeLimit(.minutes(5)))
struct CompletionTests {
    private func settlement(_ bench: JobBench, _ handler: ScriptedHandler<Errand> = .effective) -> JobSettlement {
        bench.settlement(handler)
    }

    private func done(_ id: Job.ID) -> JobEnding {
        .outcome(.done { try await $0.execute("insert into effects values (\(id))") })
    }

    /// A job that a worker held and lost to a second one, which runs it still.
    private func lostJob(
        _ bench: JobBench
    ) async throws -> (late: ClaimQueries.Claimed, current: ClaimQueries.Claimed) {
        let id = try await bench.promise(JobRequest(Errand(), steps: ["a"])).id
        let first = try await bench.makeWorker()
        let late = try #require(await bench.claim(id, by: first))
        try await bench.silence(first)
        return (late, try #require(await bench.claim(id, by: bench.makeWorker())))
    }

    @Test("commits with what the handler wrote last")
    func success() async throws {
        try await withBench { bench in
            let id = try await bench.promise(JobRequest(Errand())).id
            let claimed = try #require(await bench.claim(id, by: bench.makeWorker()))
            await settlement(bench).settle(claimed, done(id), lease: nil, logger: quiet)
            let job = try await bench.job(id)
            #expect(job.state == .succeeded && job.percent == 100 && job.finishedAt != nil)
            #expect(try await bench.effects == [id])
            #expect(try await bench.outcomes(of: id) == ["succeeded"])
        }
    }

    @Test("that comes too late changes nothing, and takes the handler's own writes back")
    func late() async throws {
        try await withBench { bench in
            let (late, current) = try await lostJob(bench)
            let before = try await bench.job(late.id)
            let endings: [JobEnding] = [
                done(late.id), .failed(Mishap.retry), .failed(Mishap(verdict: .bury(.refused))),
                .failed(Mishap(verdict: .actionRequired(.refused))), .outcome(.snooze(.seconds(9))), .timedOut, .poison,
                .aborted(.shutdown), .aborted(.lost),
            ]
            let refused = ScriptedHandler<Errand>(
                settlement: { try await $1.execute("insert into effects values (\(late.id))") }
            ) { _, _ in .done }
            for ending in endings {
                await settlement(bench, refused).settle(late, ending, lease: nil, logger: quiet)
                #expect(try await bench.job(late.id) == before, "after \(ending)")
            }
            #expect(try await bench.effects.isEmpty)

            await settlement(bench).settle(current, done(late.id), lease: nil, logger: quiet)
            await settlement(bench).settle(current, done(late.id), lease: nil, logger: quiet)
            #expect(try await bench.effects == [late.id])
            #expect(try await bench.outcomes(of: late.id) == ["lost", "succeeded"])
        }
    }

    @Test("is not overtaken by its own progress: a late worker shows none")
    func lateProgress() async throws {
        try await withBench { bench in
            let (late, current) = try await lostJob(bench)
            let stale = JobProgress(jobID: late.id, epoch: late.epoch, master: bench.master.session)
            await #expect(throws: JobLost.self) { try await stale.start("a") }
            await #expect(throws: JobLost.self) { try await stale.finish("a", percent: 50) }
            await #expect(throws: JobLost.self) { try await stale.finish("a", percent: 50, startingNext: "b") }
            let noted = try await ProgressQueries.note(
                step: "a", of: late.id, epoch: late.epoch, percent: 70, detail: "late", timeLimit: nil,
                on: bench.master.session)
            #expect(!noted)
            #expect(try await bench.job(late.id).percent == 0)

            let progress = JobProgress(jobID: late.id, epoch: current.epoch, master: bench.master.session)
            try await progress.start("a")
            #expect(try await bench.job(late.id).step == "a")
        }
    }

    @Test("in a step marks that step as failed, with the failure's message")
    func failedStep() async throws {
        try await withBench { bench in
            let id = try await bench.promise(JobRequest(Errand(), steps: ["a", "b"])).id
            let claimed = try #require(await bench.claim(id, by: bench.makeWorker()))
            try await JobProgress(jobID: id, epoch: claimed.epoch, master: bench.master.session).start("a")
            let ending = JobEnding.failed(Mishap(verdict: .actionRequired(.refused)))
            await settlement(bench).settle(claimed, ending, lease: nil, logger: quiet)
            let steps = try await JobQueries.steps(of: id, on: bench.master.session)
            #expect(steps.map(\.status) == [.failed, .pending])
            #expect(steps.first?.detail == JobFailure.refused.message)
            #expect(try await bench.job(id).shownError == .refused)
        }
    }

    @Test("waits for a master database that is away, and is written when it is back")
    func databaseAway() async throws {
        try await withBench { bench in
            let id = try await bench.promise(JobRequest(Errand())).id
            let claimed = try #require(await bench.claim(id, by: bench.makeWorker()))
            try await TCPProxy.with(.tcp(host: bench.database.host, port: bench.database.port)) { proxy in
                var endpoint = bench.database
                endpoint.host = proxy.host
                endpoint.port = proxy.port
                let pool = PostgresPool(endpoint: endpoint, configuration: .init(maximumConnections: 2), logger: quiet)
                _ = try await pool.first("select 1", as: Int32.self)
                await proxy.close()
                let away = settlement(
                    JobBench(database: endpoint, master: Database(pool), redis: bench.redis))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await away.settle(claimed, self.done(id), lease: nil, logger: quiet) }
                    try await eventually { proxy.traffic.openConnections == 0 }
                    #expect(try await bench.job(id).state == .running)
                    try await proxy.resumeAccepting()
                    try await bench.job(id, is: .succeeded)
                    try await group.waitForAll()
                }
                await pool.close()
            }
            #expect(try await bench.effects == [id])
        }
    }
}
