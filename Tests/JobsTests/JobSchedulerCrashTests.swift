import Domain
import Foundation
import Postgres
import Schedules
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("Schedulers that die", .timeLimit(.minutes(5)))
struct JobSchedulerCrashTests {
    @Test(
        "in the middle of a tick leave it to the next one, which makes it once",
        arguments: ["insert", "advance", "commit"])
    func killed(step: String) async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            let scheduler = try await bench.started(try errands())
            try await bench.setClock("2026-03-02T09:00:00Z")
            try await bench.setFuse(step)
            await #expect(throws: PostgresError.self) { try await scheduler.tick() }
            #expect(try await bench.ticks().isEmpty)
            #expect(try await bench.schedule().nextAt == instant("2026-03-02T09:00:00Z"))
            try await bench.setFuse(nil)
            #expect(try await scheduler.tick().count == 1)
            #expect(try await scheduler.tick().isEmpty)
            #expect(try await bench.ticks() == instants("2026-03-02T09:00:00Z"))
        }
    }

    @Test("after the commit leave a job that the relay makes known")
    func unpublished() async throws {
        try await withScheduleBench(at: "2026-03-02T08:30:00Z") { bench in
            let mute = JobScheduler(
                [try errands()], master: bench.master, queue: JobQueue(index: nil, logger: quiet), logger: quiet)
            try await mute.declare(isStart: true)
            try await bench.setClock("2026-03-02T09:00:00Z")
            let promised = try #require(try await mute.tick().first)
            try await bench.master.session.execute("drop function public.now() cascade")  // time goes on
            try await bench.serving([bench.relay()]) { _ in
                try await eventually {
                    try await bench.index.fetch(9, lease: .seconds(60)).leases.map(\.id) == [promised.id]
                }
            }
        }
    }

    @Test(
        "any number of times, on several machines, with clocks that jump, lose no tick and make none twice",
        arguments: 1...6 as ClosedRange<UInt64>)
    func anything(seed: UInt64) async throws {
        let policy: JobSchedule.CatchUp = seed.isMultiple(of: 2) ? .once : .all(limit: 1_000)
        let (zone, start) =
            seed.isMultiple(of: 3)
            ? ("Australia/Lord_Howe", "2026-04-03T20:30:10Z") : ("America/New_York", "2026-03-06T20:30:10Z")
        let declared = try errands("*/20 0-5,9-23 * * *", in: zone, policy)
        try await withScheduleBench(at: start) { bench in
            var random = SplitMix(seed: seed)
            var now = try instant(start)
            var history = [now]
            var schedulers = [try await bench.started(declared), bench.scheduler(declared), bench.scheduler(declared)]
            for _ in 0..<70 {
                let jump = Double.random(in: Bool.random(using: &random) ? -1_800...0 : 0...18_000, using: &random)
                now = Timestamp(now.rawValue.addingTimeInterval(jump.rounded()))
                try await bench.setClock(now)
                switch Int.random(in: 0..<4, using: &random) {
                case 0:  // dies, if there is something to do
                    let step = ["insert", "advance", "commit"].randomElement(using: &random)
                    try await bench.setFuse(step)
                    _ = try? await schedulers[0].tick()
                    try await bench.setFuse(nil)
                    continue
                case 1:
                    schedulers[0] = try await bench.started(declared)
                    try await schedulers[0].tick()
                case 2:
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for scheduler in schedulers { group.addTask { _ = try await scheduler.tick() } }
                        try await group.waitForAll()
                    }
                default: try await schedulers[2].tick()
                }
                history.append(now)
                if policy == .once { try await bench.finishJobs() }
            }
            let expected = Self.expected(declared, looks: history)
            #expect(expected.count > 20)
            #expect(try await bench.ticks() == expected)
        }
    }

    /// What a clock that is looked at now and then brings: between one look and a later one, each tick, or the last of them.
    private static func expected(_ schedule: JobSchedule, looks: [Timestamp]) -> [Timestamp] {
        var (seen, expected) = (looks[0], [Timestamp]())
        for look in looks where look > seen {
            let due = schedule.when.ticks(after: seen, through: look, limit: 10_000)
            expected += schedule.catchUp == .once ? due.suffix(1) : due[...]
            seen = look
        }
        return expected
    }
}
