import Domain
import Foundation
import JobTestSupport
import Postgres
import Redis
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("A job queue", .timeLimit(.minutes(5)))
struct JobQueueTests {
    @Test("takes many jobs in one statement, each as it was asked for, and leaves out what is wanted already")
    func many() async throws {
        try await withBench { bench in
            _ = try await bench.promise(JobRequest(Errand(), uniqueKey: "wanted"))
            let requests = [
                JobRequest(
                    Errand(number: 1), serialKey: "s", host: "db1", band: 2, delay: .seconds(90), requestID: "r"),
                JobRequest(Errand(number: 2), uniqueKey: "wanted"), JobRequest(Errand(number: 3), uniqueKey: "new"),
                JobRequest(Errand(number: 4), uniqueKey: "new"),
            ]
            let made = try await bench.master.transaction { try await bench.queue.enqueue(requests, on: $0) }
            #expect(made.count == 2 && made.allSatisfy(\.isNew))
            #expect(made[0].entry == requests[0].entry(made[0].id) && made[1].entry == requests[2].entry(made[1].id))
            let rows = try await bench.master.session.all(
                """
                select payload->>'number', coalesce(serial_key, '-'), coalesce(host, '-'), band, coalesce(request_id, '-'),
                       run_at > now()
                from job_queue where id = any(\(made.map(\.id.rawValue))::uuid[]) order by 1
                """, as: (String, String, String, Int16, String, Bool).self)
            #expect(rows.count == 2)
            #expect(rows[0] == ("1", "s", "db1", 2, "r", true))
            #expect(rows[1] == ("3", "-", "-", 1, "-", false))
            let none = try await bench.master.transaction {
                try await bench.queue.enqueue([JobRequest<Errand>](), on: $0)
            }
            #expect(none.isEmpty)
        }
    }

    @Test("keeps nothing of a job whose transaction rolls back")
    func rollback() async throws {
        try await withBench { bench in
            await #expect(throws: Mishap.self) {
                try await bench.master.transaction { transaction in
                    _ = try await bench.queue.enqueue(
                        JobRequest(Errand(), uniqueKey: "one", steps: ["a", "b"]), on: transaction)
                    throw Mishap.retry
                }
            }
            let rows = try await bench.master.session.first(
                "select (select count(*) from job_queue) + (select count(*) from job_steps)", as: Int64.self)
            #expect(rows == 0)
            #expect(try await bench.keys.names.isEmpty)
        }
    }

    @Test("writes down everything it was asked with")
    func request() async throws {
        try await withBench { bench in
            let promised = try await bench.promise(
                JobRequest(
                    Errand(number: 7), serialKey: "s", band: 2, delay: .seconds(90), steps: ["b", "a", "c"],
                    requestID: "r-1"))
            #expect(promised.isNew && promised.entry.band == 2 && promised.entry.delay == .seconds(90))
            let job = try await bench.job(promised.id)
            #expect(job.kind == "errand" && job.state == .queued && job.attempt == 0 && job.maxAttempts == 10)
            let wait = job.runAt.rawValue.timeIntervalSince(job.createdAt.rawValue)
            #expect(abs(wait - 90) < 0.001)
            let row = try await bench.master.session.first(
                "select band, serial_key, request_id, payload->>'number' from job_queue",
                as: (Int16, String, String, String).self)
            #expect(try #require(row) == (2, "s", "r-1", "7"))
            let steps = try await JobQueries.steps(of: promised.id, on: bench.master.session)
            #expect(steps.map(\.name) == ["b", "a", "c"])
            #expect(steps.allSatisfy { $0.status == .pending && $0.startedAt == nil })
        }
    }

    @Test("answers 50 requests at once for the same thing with one job")
    func uniqueness() async throws {
        try await withBench { bench in
            let promises = try await withThrowingTaskGroup(of: PromisedJob.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        try await bench.promise(JobRequest(Errand(number: number), uniqueKey: "one", steps: ["a"]))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(promises.count == 50)
            #expect(Set(promises.map(\.id)).count == 1)
            #expect(promises.count { $0.isNew } == 1)
            #expect(try await bench.master.session.first("select count(*) from job_queue", as: Int64.self) == 1)
        }
    }

    @Test("takes a request again once the job that stood for it is over", arguments: [JobState.succeeded, .failed])
    func uniquenessEnds(state: JobState) async throws {
        try await withBench { bench in
            let first = try await bench.promise(JobRequest(Errand(), uniqueKey: "one"))
            try await bench.master.session.execute(
                "update job_queue set state = \(state), percent = 100, finished_at = now() where id = \(first.id)")
            let second = try await bench.promise(JobRequest(Errand(), uniqueKey: "one"))
            #expect(second.isNew && second.id != first.id)
        }
    }

    @Test("does not fail when Redis is away")
    func publishingNowhere() async throws {
        try await withBench(redis: unreachableRedis(), commandTimeout: .milliseconds(100)) { bench in
            let id = try await bench.request(JobRequest(Errand()))
            #expect(try await bench.job(id).state == .queued)
        }
    }

    @Test("starts a stopped job over with ten attempts at least, and no other")
    func reopening() async throws {
        try await withBench { bench in
            let id = try await bench.promise(JobRequest(Errand())).id
            #expect(try await EnqueueQueries.reopen(id, on: bench.master.session) == nil)
            let worker = try await bench.makeWorker()
            let claimed = try #require(await bench.claim(id, by: worker))
            #expect(try await EnqueueQueries.reopen(id, on: bench.master.session) == nil)
            let stopped = try await CompletionQueries.stop(
                claimed.key, as: .failed, failure: .refused, on: bench.master.session)
            #expect(stopped)
            #expect(try await EnqueueQueries.reopen(id, on: bench.master.session)?.id == id)
            let job = try await bench.job(id)
            #expect(job.state == .queued && job.error == nil && job.finishedAt == nil)
            #expect(job.maxAttempts - job.attempt == 10)
        }
    }

    @Test("makes a waiting job due at once, and no other")
    func hurrying() async throws {
        try await withBench { bench in
            let id = try await bench.promise(JobRequest(Errand(), delay: .seconds(600))).id
            let worker = try await bench.makeWorker()
            #expect(try await bench.claim(id, by: worker) == nil)
            #expect(try await EnqueueQueries.hurry(id, on: bench.master.session)?.id == id)
            #expect(try await bench.claim(id, by: worker) != nil)
            #expect(try await EnqueueQueries.hurry(id, on: bench.master.session) == nil)
        }
    }
}
