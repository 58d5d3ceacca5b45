import Domain
import Postgres
import Schedules
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("A scheduler", .timeLimit(.minutes(5)))
struct JobSchedulerTests {
    @Test("promises the job that was declared when its time has come, not before")
    func tick() async throws {
        try await withScheduleBench(at: "2026-03-02T08:59:59Z") { bench in
            let declared = try JobSchedule(
                "errands", "0 9 * * *", payload: Errand(number: 7), catchUp: .once, band: 2)
            let scheduler = try await bench.started(declared)
            #expect(try await scheduler.tick().isEmpty)
            try await bench.setClock("2026-03-02T09:00:00Z")
            let promised = try #require(try await scheduler.tick().first)
            #expect(promised.isNew && promised.entry.kind == "errand" && promised.entry.band == 2)
            let row = try await bench.master.session.first(
                """
                select queue, band, payload->>'number', max_attempts, unique_key, serial_key
                from job_queue where id = \(promised.id)
                """, as: (String, Int16, String, Int32, String, String).self)
            #expect(try #require(row) == ("default", 2, "7", 10, "schedule:errands:1", "schedule:errands"))
            #expect(try await bench.index.fetch(9, lease: .seconds(60)).leases.map(\.id) == [promised.id])
            let record = try await bench.schedule()
            #expect(try record.nextAt == instant("2026-03-03T09:00:00Z"))
            #expect(try record.lastTickAt == instant("2026-03-02T09:00:00Z"))
            #expect(record.lastJobId == promised.id && record.lastJobState == .queued)
            #expect(try await scheduler.tick().isEmpty)
        }
    }

    @Test(
        "is one of sixteen that get to a tick at the same time: there is one job",
        arguments: [.once, .all(limit: 100)] as [JobSchedule.CatchUp])
    func race(policy: JobSchedule.CatchUp) async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            let schedulers = try (0..<16).map { _ in bench.scheduler(try errands(policy)) }
            try await inParallel(schedulers) { try await $0.declare(isStart: true) }
            let expected = try CronSchedule(CronExpression(parsing: "0 * * * *"), timeZone: "UTC").ticks(
                after: instant("2026-03-02T08:30:00Z"), through: instant("2026-03-02T18:00:00Z"), limit: 99)
            for tick in expected {
                try await bench.setClock(tick)
                try await inParallel(schedulers) { try await $0.tick() }
                // Who saw that it was due, and comes to the lock when another one is done, finds that it is not any more.
                #expect(try await ScheduleQueries.lock("errands", on: bench.master.session) == nil)
                if policy == .once { try await bench.finishJobs() }
            }
            #expect(try await bench.ticks() == expected && expected.count == 10)
        }
    }

    @Test(
        "makes up for what was missed while no worker ran as the policy says, once",
        arguments: [
            (.skip, ""), (.once, "2026-03-02T12:00:00Z"), (.all(limit: 2), "2026-03-02T11:00:00Z 2026-03-02T12:00:00Z"),
        ] as [(JobSchedule.CatchUp, String)])
    func downtime(policy: JobSchedule.CatchUp, ticks: String) async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            _ = try await bench.started(try errands(policy))
            try await bench.setClock("2026-03-02T12:30:00Z")
            let scheduler = try await bench.started(try errands(policy))
            try await scheduler.tick()
            #expect(try await bench.ticks() == instants(ticks))
            try await bench.finishJobs()
            #expect(try await scheduler.tick().isEmpty)
            #expect(try await bench.schedule().nextAt == instant("2026-03-02T13:00:00Z"))
            #expect(try await bench.schedule().lastTickAt == instant("2026-03-02T12:00:00Z"))
        }
    }

    @Test(
        "makes no second job while one of the schedule's waits or runs, and goes on when it is over, however it ended")
    func overlap() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            let scheduler = try await bench.started(try errands())
            try await bench.setClock("2026-03-02T09:00:00Z")
            let first = try #require(try await scheduler.tick().first)
            _ = try #require(try await bench.claim(first.id, by: bench.makeWorker()))
            try await bench.setClock("2026-03-02T10:00:00Z")
            #expect(try await scheduler.tick().isEmpty)
            let record = try await bench.schedule()
            #expect(try record.lastTickAt == instant("2026-03-02T10:00:00Z") && record.lastJobId == first.id)
            #expect(record.lastJobState == .running)
            try await bench.master.session.execute(
                """
                update job_queue
                set state = 'failed', finished_at = now(), worker_id = null, deadline_at = null where id = \(first.id)
                """)
            #expect(try await scheduler.tick().isEmpty)
            try await bench.setClock("2026-03-02T11:00:00Z")
            #expect(try await scheduler.tick().count == 1)
            #expect(try await bench.ticks() == instants("2026-03-02T09:00:00Z 2026-03-02T11:00:00Z"))
        }
    }

    @Test("lets no more wait than the limit when each tick counts, one after the other")
    func backlog() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            let scheduler = try await bench.started(try errands(.all(limit: 2)))
            for hour in ["09", "10", "11"] {
                try await bench.setClock("2026-03-02T\(hour):00:00Z")
                try await scheduler.tick()
            }
            let two = try instants("2026-03-02T09:00:00Z 2026-03-02T10:00:00Z")
            #expect(try await bench.ticks() == two)
            let worker = try await bench.makeWorker()
            let ids = try await bench.master.session.all("select id from job_queue order by id", as: Job.ID.self)
            let taken = try await ClaimQueries.claim(
                ids, by: worker, kinds: [Errand.kind], timeouts: [60_000], silence: .seconds(10),
                on: bench.master.session)
            #expect(taken.map(\.id) == [ids[0]])
            #expect(try await bench.succeed(taken[0].key))
            try await bench.setClock("2026-03-02T12:00:00Z")
            try await scheduler.tick()
            #expect(try await bench.ticks() == two + [instant("2026-03-02T12:00:00Z")])
        }
    }

    @Test("makes no second job for a tick when its row comes back from a backup, or the clock is put back")
    func restored() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            let scheduler = try await bench.started(try errands(.all(limit: 9)))
            try await bench.master.session.execute("create table backup as select * from job_schedules")
            try await bench.setClock("2026-03-02T10:00:00Z")
            try await scheduler.tick()
            try await bench.finishJobs()
            let ticks = try instants("2026-03-02T09:00:00Z 2026-03-02T10:00:00Z")
            #expect(try await bench.ticks() == ticks)

            try await bench.setClock("2026-03-02T09:30:00Z")
            #expect(try await scheduler.tick().isEmpty)
            try await bench.setClock("2026-03-02T10:00:00Z")
            #expect(try await scheduler.tick().isEmpty)

            try await bench.master.session.execute("delete from job_schedules")
            try await bench.master.session.execute("insert into job_schedules select * from backup")
            try await bench.setClock("2026-03-02T11:00:00Z")
            #expect(try await scheduler.tick().count == 1)
            #expect(try await bench.ticks() == ticks + [instant("2026-03-02T11:00:00Z")])
        }
    }

    @Test("leaves a row that only another version can read to that, and sees to the others")
    func unreadable() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            let scheduler = try await bench.started(try errands(), try errands(named: "others"))
            try await bench.master.session.execute(
                "update job_schedules set cron = 'at noon', next_at = next_at - interval '1 hour' where name = 'errands'"
            )
            try await bench.setClock("2026-03-02T09:00:00Z")
            #expect(try await scheduler.tick().map(\.entry.serialKey) == ["schedule:others"])
            #expect(try await bench.schedule().nextAt == instant("2026-03-02T08:00:00Z"))
        }
    }

    private func inParallel(
        _ schedulers: [JobScheduler], _ act: @Sendable @escaping (JobScheduler) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for scheduler in schedulers { group.addTask { try await act(scheduler) } }
            try await group.waitForAll()
        }
    }
}

func errands(_ catchUp: JobSchedule.CatchUp) throws -> JobSchedule { try errands("0 * * * *", catchUp) }
