import Domain
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("Taking over a job", .timeLimit(.minutes(5)))
struct TakeoverTests {
    /// A job with two steps, the first of them done, in the hands of a worker.
    private func heldJob(_ bench: JobBench) async throws -> (id: Job.ID, holder: WorkerID, epoch: Int64) {
        let id = try await bench.promise(JobRequest(Errand(), steps: ["a", "b"])).id
        let holder = try await bench.makeWorker()
        let epoch = try #require(await bench.claim(id, by: holder)).epoch
        let progress = JobProgress(jobID: id, epoch: epoch, master: bench.master.session)
        try await progress.start("a")
        try await progress.finish("a", percent: 40)
        try await progress.start("b")
        return (id, holder, epoch)
    }

    @Test("is refused while its handler shows progress: each one gives it its time again")
    func progressing() async throws {
        try await withBench { bench in
            let id = try await bench.promise(JobRequest(Errand(), steps: ["a", "b"])).id
            let epoch = try #require(await bench.claim(id, by: bench.makeWorker())).epoch
            let told = Journal<ContinuousClock.Instant>()
            let progress = JobProgress(
                jobID: id, epoch: epoch, master: bench.master.session, timeLimit: .seconds(600),
                onProgress: { told.note($0) })
            let acts: [@Sendable () async throws -> Void] = [
                { try await progress.start("a") },
                { try await progress.finish("a", percent: 40, startingNext: "b") },
                {
                    progress.note("b", percent: 50, detail: "half")
                    progress.close()
                    await progress.pump()
                },
            ]
            for (number, act) in acts.enumerated() {
                try await bench.master.session.execute("update job_queue set deadline_at = now() - interval '1 hour'")
                try await act()
                let left = try await bench.master.session.first(
                    "select extract(epoch from deadline_at - now())::float8 from job_queue", as: Double.self)
                #expect(try 540...600 ~= #require(left))
                #expect(told.entries.count == number + 1)
                #expect(try await bench.claim(id, by: bench.makeWorker()) == nil)
            }
            let stale = JobProgress(jobID: id, epoch: epoch - 1, master: bench.master.session, timeLimit: .seconds(600))
            try await bench.master.session.execute("update job_queue set deadline_at = now() - interval '1 hour'")
            await #expect(throws: JobLost.self) { try await stale.start("b") }
            #expect(try await bench.claim(id, by: bench.makeWorker()) != nil)
        }
    }

    @Test("is refused while its worker lives")
    func living() async throws {
        try await withBench { bench in
            let (id, holder, epoch) = try await heldJob(bench)
            let other = try await bench.makeWorker()
            #expect(try await bench.claim(id, by: other) == nil)
            let stillHeld = try await bench.succeed(AttemptKey(job: id, epoch: epoch, worker: holder))
            #expect(stillHeld)
        }
    }

    @Test("of a silent worker counts a death, not an attempt, and begins its steps anew")
    func silent() async throws {
        try await withBench { bench in
            let (id, holder, epoch) = try await heldJob(bench)
            try await bench.silence(holder)
            let claimed = try #require(await bench.claim(id, by: bench.makeWorker()))
            #expect(claimed.attempt == 1 && claimed.workerDeaths == 1 && claimed.epoch > epoch)
            #expect(try await bench.outcomes(of: id) == ["lost", "-"])
            let job = try await bench.job(id)
            #expect(job.state == .running && job.percent == 0 && job.step == nil)
            let steps = try await JobQueries.steps(of: id, on: bench.master.session)
            #expect(steps.allSatisfy { $0.status == .pending && $0.startedAt == nil && $0.finishedAt == nil })
        }
    }

    @Test("is open at once when its worker has said goodbye")
    func stopped() async throws {
        try await withBench { bench in
            let (id, holder, _) = try await heldJob(bench)
            try await WorkerQueries.stop(holder, on: bench.master.session)
            let claimed = try #require(await bench.claim(id, by: bench.makeWorker()))
            #expect(claimed.attempt == 1 && claimed.workerDeaths == 1)
        }
    }

    @Test("is open when its time was up a while ago, although its worker lives")
    func overdue() async throws {
        try await withBench { bench in
            let (id, _, _) = try await heldJob(bench)
            let other = try await bench.makeWorker()
            let past: @Sendable (Int64) async throws -> Void = { seconds in
                try await bench.master.session.execute(
                    "update job_queue set deadline_at = now() - \(Duration.seconds(seconds)) where id = \(id)")
            }
            try await past(5)
            #expect(try await bench.claim(id, by: other, silence: .seconds(10)) == nil)
            try await past(11)
            #expect(try await bench.claim(id, by: other, silence: .seconds(10))?.workerDeaths == 1)
        }
    }

    @Test("is won by one of sixteen workers")
    func race() async throws {
        try await withBench { bench in
            let (id, holder, _) = try await heldJob(bench)
            try await bench.silence(holder)
            let claims = try await withThrowingTaskGroup(of: ClaimQueries.Claimed?.self) { group in
                for _ in 0..<16 { group.addTask { try await bench.claim(id, by: bench.makeWorker()) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(claims.compactMap(\.self).map(\.workerDeaths) == [1])
            #expect(try await bench.outcomes(of: id) == ["lost", "-"])
        }
    }

    @Test("is told to the worker that held it")
    func told() async throws {
        try await withBench { bench in
            let (id, holder, epoch) = try await heldJob(bench)
            let (kept, _, keptEpoch) = try await heldJob(bench)
            let held = [(id: id, epoch: epoch), (id: kept, epoch: keptEpoch)]
            #expect(try await WorkerQueries.disturbed(among: held, on: bench.master.session).isEmpty)
            try await bench.silence(holder)
            _ = try await bench.claim(id, by: bench.makeWorker())
            let lost = try await WorkerQueries.disturbed(among: held, on: bench.master.session)
            #expect(lost.map(\.0) == [id] && lost.map(\.1) == [epoch] && lost.map(\.2) == [true])
        }
    }
}
