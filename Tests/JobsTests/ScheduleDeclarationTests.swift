import Domain
import Postgres
import Schedules
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("Declared schedules", .timeLimit(.minutes(5)))
struct ScheduleDeclarationTests {
    @Test("begin with the next tick, keep it at a restart, and count anew from now on when they are changed")
    func lifetimes() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            _ = try await bench.started(try errands())
            #expect(try await bench.schedule().nextAt == instant("2026-03-02T09:00:00Z"))
            try await bench.setClock("2026-03-02T08:40:00Z")
            _ = try await bench.started(try errands("@hourly"))
            #expect(try await bench.schedule().nextAt == instant("2026-03-02T09:00:00Z"))
            _ = try await bench.started(try errands("45 8 * * *"))
            #expect(try await bench.schedule().nextAt == instant("2026-03-02T08:45:00Z"))
            _ = try await bench.started(try errands("45 8 * * *", in: "Europe/Berlin"))
            #expect(try await bench.schedule().nextAt == instant("2026-03-03T07:45:00Z"))
            #expect(try await bench.ticks().isEmpty)
        }
    }

    @Test("keep their next tick when only the job is changed")
    func payload() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            _ = try await bench.started(try errands(number: 1))
            try await bench.setClock("2026-03-02T09:10:00Z")
            let scheduler = try await bench.started(try errands(number: 2))
            #expect(try await scheduler.tick().count == 1)
            let number = try await bench.master.session.first(
                "select payload->>'number' from job_queue", as: String.self)
            #expect(number == "2")
        }
    }

    @Test("that change are ticked first for what was due as they were")
    func dueAtChange() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            _ = try await bench.started(try errands())
            try await bench.setClock("2026-03-02T10:10:00Z")
            let scheduler = try await bench.started(try errands("30 * * * *"))
            #expect(try await scheduler.tick().isEmpty)
            #expect(try await bench.ticks() == instants("2026-03-02T10:00:00Z"))
            #expect(try await bench.schedule().nextAt == instant("2026-03-02T10:30:00Z"))
        }
    }

    @Test(
        "of two versions side by side are those of the one that started last; both tick them, and neither takes turns")
    func sideBySide() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            let old = try await bench.started(try errands())
            let new = try await bench.started(try errands("20 * * * *"), try errands(named: "added"))
            for time in ["08:35", "08:40", "08:48", "08:56", "09:00", "09:09", "09:18", "09:20"] {
                try await bench.setClock("2026-03-02T\(time):00Z")
                try await old.declare(isStart: false)
                try await old.tick()
                try await new.declare(isStart: false)
                try await new.tick()
            }
            #expect(try await bench.ticks() == instants("2026-03-02T09:00:00Z 2026-03-02T09:20:00Z"))
            #expect(try await bench.schedule().nextAt == instant("2026-03-02T10:20:00Z"))
        }
    }

    @Test("of a version that is gone give way to those of the one that still runs")
    func abandoned() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            let new = try await bench.started(try errands("20 * * * *"))
            _ = try await bench.started(try errands())  // an old one that was restarted, and is then stopped for good
            #expect(try await bench.schedule().cron == "0 * * * *")
            try await bench.setClock("2026-03-02T08:39:00Z")
            try await new.declare(isStart: false)
            #expect(try await bench.schedule().cron == "0 * * * *")
            try await bench.setClock("2026-03-02T08:41:00Z")
            try await new.declare(isStart: false)
            #expect(try await bench.schedule().cron == "20 * * * *")
            #expect(try await bench.schedule().nextAt == instant("2026-03-02T09:20:00Z"))
        }
    }

    @Test(
        "that no program declares any more make no jobs, are retired, come back without what was missed, and go after a month"
    )
    func retirement() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            let old = try await bench.started(try errands(), try errands(named: "others"))
            let new = try await bench.started(try errands(named: "others"))
            try await bench.setClock("2026-03-02T08:38:00Z")
            try await old.declare(isStart: false)  // it still runs
            try await bench.setClock("2026-03-02T08:45:00Z")
            try await new.declare(isStart: false)
            #expect(try await bench.schedule().retiredAt == nil)

            try await bench.setClock("2026-03-02T09:00:00Z")
            #expect(try await new.tick().map(\.entry.serialKey) == ["schedule:others"])
            try await new.declare(isStart: false)
            let retired = try await bench.schedule()
            #expect(try retired.retiredAt == instant("2026-03-02T09:00:00Z") && retired.nextAt == nil)
            #expect(try await bench.schedule("others").retiredAt == nil)

            try await bench.setClock("2026-03-05T10:10:00Z")
            let back = try await bench.started(try errands(), try errands(named: "others"))
            #expect(try await bench.schedule().nextAt == instant("2026-03-05T11:00:00Z"))
            #expect(try await bench.schedule().retiredAt == nil)
            try await bench.finishJobs()
            #expect(try await back.tick().map(\.entry.serialKey) == ["schedule:others"])

            for day in ["2026-03-06T00:00:00Z", "2026-04-04T00:00:00Z", "2026-04-06T00:00:00Z"] {
                try await bench.setClock(day)
                try await new.declare(isStart: true)
            }
            let names = try await bench.master.session.all("select name from job_schedules", as: String.self)
            #expect(names == ["others"])
        }
    }

    @Test("are refused when they cannot be read")
    func refused() {
        #expect(throws: CronSyntaxError.self) { try errands("every day") }
        #expect(throws: UnknownTimeZone.self) { try errands(in: "Mars/Olympus") }
    }

    @Test("tick at half past two in Berlin on the days on which clocks change, once each")
    func clockChange() async throws {
        try await withScheduleBench(at: "2026-03-28T12:00:00Z") { bench in
            let scheduler = try await bench.started(try errands("30 2 * * *", in: "Europe/Berlin"))
            var expected: [Timestamp] = []
            for days in ["2026-03-28T12:00:00Z 2026-03-30T12:00:00Z", "2026-10-24T12:00:00Z 2026-10-26T12:00:00Z"] {
                let window = try instants(days)
                try await bench.setClock(window[0])
                try await scheduler.tick()  // what was missed in between
                try await bench.finishJobs()
                try await bench.master.session.execute("delete from job_queue")
                var ticks: [Timestamp] = []
                while let next = try await bench.schedule().nextAt, next <= window[1] {
                    try await bench.setClock(next)
                    #expect(try await scheduler.tick().count == 1)
                    ticks.append(next)
                    try await bench.finishJobs()
                }
                expected += ticks
                #expect(try await bench.ticks() == ticks)
            }
            #expect(
                try expected
                    == instants("2026-03-29T01:00:00Z 2026-03-30T00:30:00Z 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z"))
        }
    }
}
