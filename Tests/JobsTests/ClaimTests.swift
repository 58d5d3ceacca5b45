import Domain
import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("A claim", .timeLimit(.minutes(5)))
struct ClaimTests {
    @Test("of many is one statement: each that may be had, one for each serial key, and none that may not")
    func batch() async throws {
        try await withBench { bench in
            let worker = try await bench.makeWorker()
            let free = try await (0..<5).asyncMap { try await bench.promise(JobRequest(Errand(number: $0))).id }
            let keyed = try await (0..<3).asyncMap { _ in
                try await bench.promise(JobRequest(Errand(), serialKey: "one")).id
            }
            let later = try await bench.promise(JobRequest(Errand(), delay: .seconds(60))).id
            let taken = try #require(await bench.claim(bench.promise(JobRequest(Errand())).id, by: bench.makeWorker()))
            let claimed = try await ClaimQueries.claim(
                free + keyed + [later, taken.id, .make()], by: worker, kinds: [Errand.kind], timeouts: [60_000],
                silence: .seconds(10), on: bench.master.session)
            #expect(Set(claimed.map(\.id)) == Set(free + [keyed[0]]))
            #expect(Set(claimed.map(\.epoch)).count == 6)
            let ended = try await CompletionQueries.succeed(
                claimed.map(\.key) + [taken.key], on: bench.master.session)
            #expect(Set(ended) == Set(claimed.map(\.id) + [taken.id]))
            #expect(try await CompletionQueries.succeed(claimed.map(\.key), on: bench.master.session).isEmpty)
            #expect(try await bench.outcomes(of: keyed[0]) == ["succeeded"])
        }
    }

    @Test(
        "is refused while its queue, kind or store is paused, also where Redis was not asked",
        arguments: PauseScope.allCases)
    func paused(_ scope: PauseScope) async throws {
        try await withBench { bench in
            let owner = UUID()
            let store = Store.ID.make()
            try await bench.master.session.execute(
                "insert into users (id, email, first_name, last_name) values (\(owner), 'a@example.com', 'Ada', 'L')")
            try await bench.master.session.execute(
                "insert into stores (id, owner_id, name, slug) values (\(store), \(owner), 'Shop', 'shop')")
            let id = try await bench.promise(JobRequest(Errand(), storeID: store)).id
            let worker = try await bench.makeWorker()
            func due() async throws -> [Job.ID] {
                try await ClaimQueries.due(
                    limit: 9, queues: ["default"], kinds: [Errand.kind], silence: .seconds(10),
                    on: bench.master.session)
            }
            let name =
                switch scope {
                case .queue: "default"
                case .kind: Errand.kind
                case .store: "\(store)"
                }
            #expect(try await OperatorQueries.pause(scope, name, reason: nil, by: nil, on: bench.master.session))
            #expect(try await due().isEmpty)
            #expect(try await bench.claim(id, by: worker) == nil)
            #expect(try await OperatorQueries.resume(scope, name, on: bench.master.session))
            #expect(try await due() == [id])
            #expect(try await bench.claim(id, by: worker) != nil)
        }
    }

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
            let claimed = try #require(await bench.claim(over, by: worker))
            #expect(try await bench.succeed(claimed.key))
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
            #expect(try await bench.succeed(winner.key))
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

extension Sequence {
    /// One after another.
    fileprivate func asyncMap<Mapped>(_ transform: (Element) async throws -> Mapped) async rethrows -> [Mapped] {
        var mapped: [Mapped] = []
        for element in self { mapped.append(try await transform(element)) }
        return mapped
    }
}
