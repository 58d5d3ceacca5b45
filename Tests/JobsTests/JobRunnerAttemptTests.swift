import Domain
import Foundation
import JobTestSupport
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

extension JobRunnerTests {
    @Suite("that runs a job")
    struct Attempts {
        @Test("gives the handler its payload and writes its end down")
        func success() async throws {
            try await withBench { bench in
                let runs = Journal<(number: Int, attempt: Int, id: Job.ID)>()
                let handler = ScriptedHandler<Errand> { errand, context in
                    runs.note((errand.number, context.attempt, context.jobID))
                    return .effect(of: context)
                }
                try await bench.serving([bench.runner(handler)]) { _ in
                    let id = try await bench.request(JobRequest(Errand(number: 42)))
                    let job = try await bench.job(id, is: .succeeded)
                    #expect(job.percent == 100 && job.attempt == 1 && job.error == nil)
                    #expect(runs.entries.map(\.number) == [42] && runs.entries.map(\.id) == [id])
                    #expect(try await bench.effects == [id])
                }
                #expect(try await bench.keys.names.isSubset(of: IndexKeys.lasting))
                let goodbyes = "select count(*) from workers where stopped_at is not null"
                #expect(try await bench.master.session.first("\(raw: goodbyes)", as: Int64.self) == 1)
            }
        }

        @Test("hears of it from Redis at once, not by looking around")
        func promptness() async throws {
            try await withBench { bench in
                let runner = bench.runner(ScriptedHandler<Errand>.effective) { $0.timing.idle = .seconds(60) }
                try await bench.serving([runner]) { _ in
                    for number in 0..<5 {
                        let id = try await bench.request(JobRequest(Errand(number: number)))
                        try await bench.job(id, is: .succeeded, within: .seconds(20))
                    }
                }
            }
        }

        @Test("tries again after a pause until it succeeds")
        func retries() async throws {
            try await withBench { bench in
                let handler = ScriptedHandler<Errand> { _, context in
                    guard context.attempt > 2 else { throw Mishap.retry }
                    return .effect(of: context)
                }
                try await bench.serving([bench.runner(handler)]) { _ in
                    let id = try await bench.request(JobRequest(Errand()))
                    let job = try await bench.job(id, is: .succeeded)
                    #expect(job.attempt == 3 && job.error == nil)
                    #expect(try await bench.outcomes(of: id) == ["retry", "retry", "succeeded"])
                    #expect(try await bench.effects == [id])
                }
            }
        }

        @Test("shows the failure and the time of the next attempt while it waits")
        func waiting() async throws {
            try await withBench { bench in
                let handler = ScriptedHandler<Errand> { _, _ in throw Mishap(verdict: .retry(.refused)) }
                let runner = bench.runner(handler) { $0.backoff = Backoff(first: .seconds(600), cap: .seconds(600)) }
                try await bench.serving([runner]) { _ in
                    let id = try await bench.request(JobRequest(Errand()))
                    let job = try await bench.job(id, is: .retrying)
                    #expect(job.shownError == .refused)
                    let pause = try #require(job.nextAttemptAt).rawValue.timeIntervalSinceNow
                    #expect(pause > 250 && pause <= 600)
                }
            }
        }

        @Test("buries it after its last attempt, and settles with its subject in the same transaction")
        func buried() async throws {
            try await withBench { bench in
                let handler = ScriptedHandler<BriefErrand>(
                    settlement: { try await $1.execute("insert into effects select id from job_queue") },
                    script: { _, _ in throw Mishap(verdict: .retry(.refused)) })
                try await bench.serving([bench.runner(handler)]) { _ in
                    let id = try await bench.request(JobRequest(BriefErrand()))
                    let job = try await bench.job(id, is: .failed)
                    #expect(job.attempt == 3 && job.shownError == .refused && job.finishedAt != nil)
                    #expect(try await bench.outcomes(of: id) == ["retry", "retry", "failed"])
                    #expect(try await bench.effects == [id])
                }
            }
        }

        @Test("leaves it to its owner when only they can help, and settles with its subject")
        func actionRequired() async throws {
            try await withBench { bench in
                let settled = Journal<JobFailure>()
                let handler = ScriptedHandler<Errand>(
                    settlement: { failure, master in
                        settled.note(failure)
                        try await master.execute("insert into effects select id from job_queue")
                    },
                    script: { _, context in
                        if context.attempt > 1 { return .done }
                        throw Mishap(verdict: .actionRequired(.refused))
                    })
                try await bench.serving([bench.runner(handler), bench.relay()]) { _ in
                    let id = try await bench.request(JobRequest(Errand()))
                    let job = try await bench.job(id, is: .actionRequired)
                    #expect(job.shownError == .refused && job.finishedAt == nil)
                    #expect(settled.entries == [.refused])
                    #expect(try await bench.effects == [id])

                    #expect(try await EnqueueQueries.reopen(id, on: bench.master.session) != nil)
                    try await bench.job(id, is: .succeeded)
                }
            }
        }

        @Test("counts a last write that failed as a failed attempt, and keeps none of it")
        func failingCommit() async throws {
            try await withBench { bench in
                let handler = ScriptedHandler<Errand> { _, context in
                    .done { master in
                        try await master.execute("insert into effects values (\(context.jobID))")
                        if context.attempt == 1 { throw Mishap.retry }
                        if context.attempt == 2 { try await master.execute("insert into effects values (null)") }
                    }
                }
                try await bench.serving([bench.runner(handler)]) { _ in
                    let id = try await bench.request(JobRequest(Errand()))
                    #expect(try await bench.job(id, is: .succeeded).attempt == 3)
                    #expect(try await bench.effects == [id])
                    #expect(try await bench.outcomes(of: id) == ["retry", "retry", "succeeded"])
                }
            }
        }

        @Test("cancels it when its time is up, and tries again")
        func timeout() async throws {
            try await withBench { bench in
                let cancelled = Journal<Int>()
                let handler = ScriptedHandler<BriefErrand> { _, context in
                    guard context.attempt == 1 else { return .effect(of: context) }
                    do { try await workForEver() } catch {
                        cancelled.note(context.attempt)
                        throw error
                    }
                }
                let runner = bench.runner(handler) { $0.backoff = Backoff(first: .seconds(1)) }
                try await bench.serving([runner]) { _ in
                    let id = try await bench.request(JobRequest(BriefErrand()))
                    #expect(try await bench.job(id, is: .retrying).error?.code == "timed_out")
                    #expect(cancelled.entries == [1])
                    #expect(try await bench.job(id, is: .succeeded).attempt == 2)
                }
            }
        }

        @Test("asks for it again later without counting, when the handler snoozes")
        func snooze() async throws {
            try await withBench { bench in
                let epochs = Journal<Int64>()
                let handler = ScriptedHandler<Errand> { _, context in
                    epochs.note(context.epoch)
                    return epochs.entries.count < 4 ? .snooze(.milliseconds(20)) : .effect(of: context)
                }
                try await bench.serving([bench.runner(handler)]) { _ in
                    let id = try await bench.request(JobRequest(Errand()))
                    #expect(try await bench.job(id, is: .succeeded).attempt == 1)
                    #expect(epochs.entries == epochs.entries.sorted() && Set(epochs.entries).count == 4)
                }
            }
        }

        @Test("buries what it cannot read, without a second look")
        func unreadable() async throws {
            try await withBench { bench in
                let id = try await bench.promise(JobRequest(Errand())).id
                try await bench.master.session.execute(#"update job_queue set payload = '{"number": "x"}'"#)
                try await bench.serving([bench.runner(ScriptedHandler<Errand>.effective), bench.relay()]) { _ in
                    let job = try await bench.job(id, is: .failed)
                    #expect(job.error?.code == "payload_unreadable" && job.attempt == 1)
                    #expect(try await bench.effects.isEmpty)
                }
            }
        }

        @Test("leaves kinds and queues alone that it does not serve")
        func notServed() async throws {
            try await withBench { bench in
                let local = bench.runner(ScriptedHandler<Errand>.effective)
                try await bench.serving([local, bench.relay()]) { _ in
                    let kind = try await bench.request(JobRequest(BriefErrand()))
                    let queue = try await bench.request(JobRequest(RemoteErrand()))
                    for _ in 0..<10 {
                        try await bench.job(bench.request(JobRequest(Errand())), is: .succeeded)
                    }
                    #expect(try await bench.job(kind).attempt == 0)
                    #expect(try await bench.job(queue).attempt == 0)

                    let remote = bench.runner(ScriptedHandler<RemoteErrand> { _, context in .effect(of: context) }) {
                        $0.queues = ["remote"]
                    }
                    try await bench.serving([remote]) { _ in try await bench.job(queue, is: .succeeded) }
                }
            }
        }

        @Test("never runs two with one serial key at the same time")
        func serialKey() async throws {
            try await withBench { bench in
                let running = Journal<Int>()
                let handler = ScriptedHandler<Errand> { _, context in
                    running.note(1)
                    let now = running.entries.reduce(0, +)
                    try await Task.sleep(for: .milliseconds(15))
                    running.note(-1)
                    if now != 1 { throw Mishap(verdict: .bury(.unexpected)) }
                    return .effect(of: context)
                }
                try await bench.serving([bench.runner(handler), bench.runner(handler), bench.relay()]) { _ in
                    for number in 0..<10 {
                        try await bench.request(JobRequest(Errand(number: number), serialKey: "one"))
                    }
                    try await eventually(within: .seconds(60)) {
                        try await bench.effects.count
                    } satisfies: {
                        $0 == 10
                    }
                }
            }
        }
    }
}
