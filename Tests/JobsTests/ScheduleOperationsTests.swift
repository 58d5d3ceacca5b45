import Domain
import Foundation
import Postgres
import Requests
import Schedules
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("Operators of schedules", .timeLimit(.minutes(5)))
struct ScheduleOperationsTests {
    @Test(
        "pause one: no job comes until it is resumed, and then with the next tick",
        arguments: [.skip, .once, .all(limit: 9)] as [JobSchedule.CatchUp])
    func pause(policy: JobSchedule.CatchUp) async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            let scheduler = try await bench.started(try errands(policy))
            for _ in 0..<2 { try await bench.operations.pauseSchedule("errands", reason: "the moon", by: nil) }
            let paused = try await bench.schedule()
            #expect(paused.isPaused && paused.reason == "the moon")
            try await bench.setClock("2026-03-02T10:20:00Z")
            #expect(try await scheduler.tick().isEmpty)
            _ = try await bench.started(try errands(policy))
            #expect(try await bench.schedule().isPaused)
            for _ in 0..<2 { try await bench.operations.resumeSchedule("errands", by: nil) }
            #expect(try await scheduler.tick().isEmpty)
            let resumed = try await bench.schedule()
            #expect(try !resumed.isPaused && resumed.reason == nil && resumed.nextAt == instant("2026-03-02T11:00:00Z"))
            try await bench.setClock("2026-03-02T11:00:00Z")
            #expect(try await scheduler.tick().count == 1)
            let acts = try await bench.master.session.all(
                "select action, subject, coalesce(detail->>'reason', '-'), detail->>'origin' from audit_log order by id",
                as: (String, String, String, String).self)
            #expect(acts.count == 2)
            #expect(acts[0] == ("schedule.paused", "errands", "the moon", "command line"))
            #expect(acts[1] == ("schedule.resumed", "errands", "-", "command line"))
        }
    }

    @Test("stop one that changes while it is paused, also when it was due before")
    func changedWhilePaused() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            _ = try await bench.started(try errands())
            try await bench.setClock("2026-03-02T09:10:00Z")
            try await bench.operations.pauseSchedule("errands", by: nil)
            let scheduler = try await bench.started(try errands("30 * * * *"))
            try await bench.setClock("2026-03-02T09:50:00Z")
            #expect(try await scheduler.tick().isEmpty)
            try await bench.operations.resumeSchedule("errands", by: nil)
            #expect(try await bench.schedule().nextAt == instant("2026-03-02T10:30:00Z"))
            #expect(try await bench.ticks().isEmpty)
        }
    }

    @Test("cannot have the failed job of a tick tried again while that of a later one waits")
    func replaced() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            let scheduler = try await bench.started(try errands())
            try await bench.setClock("2026-03-02T09:00:00Z")
            let first = try #require(try await scheduler.tick().first)
            try await bench.master.session.execute("update job_queue set state = 'failed', finished_at = now()")
            try await bench.setClock("2026-03-02T10:00:00Z")
            #expect(try await scheduler.tick().count == 1)
            await #expect(throws: JobReplaced()) { try await bench.operations.retry(first.id, by: nil) }
            let (retried, refused) = try await bench.operations.retryAll(JobFilter(), by: nil)
            #expect(retried == 0 && refused.map(\.id) == [first.id])
            try await bench.finishJobs()
            #expect(try await bench.operations.retry(first.id, by: nil).job.state == .queued)
        }
    }

    @Test("hear that there is no such schedule")
    func unknown() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            await #expect(throws: ScheduleNotFound()) { try await bench.operations.pauseSchedule("errands", by: nil) }
            await #expect(throws: ScheduleNotFound()) { try await bench.operations.resumeSchedule("errands", by: nil) }
            let schedules = try await bench.operations.schedules()
            #expect(schedules.isEmpty)
        }
    }
}
