import Domain
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("A claim", .timeLimit(.minutes(1)))
struct ClaimTests {
    @Test("is won by one of sixteen workers")
    func race() async throws {
        try await withBench { bench in
            for _ in 0..<10 {
                let id = try await bench.promise(JobRequest(Errand())).id
                let workers = try await withThrowingTaskGroup(of: ClaimQueries.Claimed?.self) { group in
                    for _ in 0..<16 {
                        group.addTask { try await bench.claim(id, by: bench.makeWorker()) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(workers.compactMap(\.self).count == 1)
                #expect(try await bench.outcomes(of: id) == ["-"])
            }
        }
    }

    @Test("brings all that is needed to run the job, under a higher epoch each time")
    func contents() async throws {
        try await withBench { bench in
            let worker = try await bench.makeWorker()
            var last: Int64 = 0
            for number in 1...3 {
                let id = try await bench.promise(JobRequest(Errand(number: number))).id
                let claimed = try #require(await bench.claim(id, by: worker))
                #expect(claimed.id == id && claimed.kind == "errand" && claimed.attempt == 1)
                #expect(claimed.workerDeaths == 0 && claimed.maxAttempts == 10 && claimed.payload.contains("\(number)"))
                #expect(claimed.epoch > last)
                last = claimed.epoch
                let job = try await bench.job(id)
                #expect(job.state == .running && job.startedAt != nil)
            }
        }
    }

    @Test("is refused before a job is due, and once it is over")
    func wrongTime() async throws {
        try await withBench { bench in
            let worker = try await bench.makeWorker()
            let later = try await bench.promise(JobRequest(Errand(), delay: .seconds(60))).id
            #expect(try await bench.claim(later, by: worker) == nil)
            #expect(try await bench.job(later).attempt == 0)

            let over = try await bench.promise(JobRequest(Errand())).id
            let epoch = try #require(await bench.claim(over, by: worker)).epoch
            #expect(try await CompletionQueries.succeed(over, epoch: epoch, on: bench.master.session))
            #expect(try await bench.claim(over, by: worker) == nil)
        }
    }

    @Test("is refused for a kind or a queue that the worker does not serve")
    func notServed() async throws {
        try await withBench { bench in
            let worker = try await bench.makeWorker()
            let id = try await bench.promise(JobRequest(Errand())).id
            #expect(try await bench.claim(id, by: worker, kinds: ["other"]) == nil)
            let remote = try await bench.makeWorker(queues: ["other"])
            #expect(try await bench.claim(id, by: remote) == nil)
            #expect(try await bench.claim(id, by: worker, kinds: ["other", "errand"]) != nil)
        }
    }

    @Test("is refused while a job with the same serial key runs, also to many at once")
    func serialKey() async throws {
        try await withBench { bench in
            let worker = try await bench.makeWorker()
            var ids: [Job.ID] = []
            for _ in 0..<8 { ids.append(try await bench.promise(JobRequest(Errand(), serialKey: "store")).id) }
            let other = try await bench.promise(JobRequest(Errand(), serialKey: "another")).id

            let claims = await withTaskGroup(of: Result<ClaimQueries.Claimed?, any Error>.self) { group in
                for id in ids {
                    group.addTask { await Result { try await bench.claim(id, by: worker) } }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let won = claims.compactMap { try? $0.get() }
            #expect(won.count == 1)
            for case .failure(let error) in claims {
                #expect((error as? PostgresError)?.violates("job_queue_one_running") == true)
            }
            #expect(try await bench.claim(other, by: worker) != nil)

            let winner = try #require(won.first)
            #expect(try await CompletionQueries.succeed(winner.id, epoch: winner.epoch, on: bench.master.session))
            let next = try #require(ids.first { $0 != winner.id })
            #expect(try await bench.claim(next, by: worker) != nil)
        }
    }

    @Test("of a job that is not there is refused")
    func unknown() async throws {
        try await withBench { bench in
            let worker = try await bench.makeWorker()
            #expect(try await bench.claim(.make(), by: worker) == nil)
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
