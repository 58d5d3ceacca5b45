import Domain
import Foundation
import Schedules
import TestSupport
import Testing

@testable import Jobs

@Suite("What is done about a due schedule")
struct TickPlanTests {
    private func plan(
        _ cron: String, _ policy: JobSchedule.CatchUp, from first: String, at now: String, in zone: String = "UTC"
    ) throws -> TickPlan {
        let when = try CronSchedule(CronExpression(parsing: cron), timeZone: zone)
        return TickPlan(when, policy, from: try instant(first), at: try instant(now))
    }

    @Test(
        "depends on the policy when ticks were missed",
        arguments: [
            (.skip, ""), (.once, "2026-03-02T12:00:00Z"),
            (.all(limit: 3), "2026-03-02T10:00:00Z 2026-03-02T11:00:00Z 2026-03-02T12:00:00Z"),
            (.all(limit: 4), "2026-03-02T09:00:00Z 2026-03-02T10:00:00Z 2026-03-02T11:00:00Z 2026-03-02T12:00:00Z"),
            (.all(limit: 1_000), "2026-03-02T09:00:00Z 2026-03-02T10:00:00Z 2026-03-02T11:00:00Z 2026-03-02T12:00:00Z"),
        ] as [(JobSchedule.CatchUp, String)])
    func missed(policy: JobSchedule.CatchUp, ticks: String) throws {
        let plan = try plan("0 * * * *", policy, from: "2026-03-02T09:00:00Z", at: "2026-03-02T12:30:00Z")
        #expect(try plan.ticks == instants(ticks))
        #expect(try plan.newest == instant("2026-03-02T12:00:00Z") && plan.next == instant("2026-03-02T13:00:00Z"))
    }

    @Test(
        "is a job, whatever the policy, when somebody looks within a minute",
        arguments: [.skip, .once, .all(limit: 9)] as [JobSchedule.CatchUp])
    func inTime(policy: JobSchedule.CatchUp) throws {
        for now in ["2026-03-02T09:00:00Z", "2026-03-02T09:01:00Z"] {
            let plan = try plan("0 * * * *", policy, from: "2026-03-02T09:00:00Z", at: now)
            #expect(try plan.ticks == [instant("2026-03-02T09:00:00Z")] && !plan.leavesOut(from: plan.newest))
        }
    }

    @Test("leaves out what is old, and takes what is due just now, under the policy to skip")
    func skip() throws {
        let plan = try plan("0 * * * *", .skip, from: "2026-03-02T06:00:00Z", at: "2026-03-02T09:00:30Z")
        #expect(try plan.ticks == [instant("2026-03-02T09:00:00Z")])
        #expect(try plan.leavesOut(from: instant("2026-03-02T06:00:00Z")))
    }

    @Test("takes a tick that was set by hand for one")
    func byHand() throws {
        let plan = try plan("0 3 * * *", .skip, from: "2026-03-02T09:17:05.250Z", at: "2026-03-02T09:17:06Z")
        #expect(try plan.ticks == [instant("2026-03-02T09:17:05.250Z")])
        #expect(try plan.next == instant("2026-03-03T03:00:00Z"))
    }

    @Test("finds the newest ticks as leafing through all of them does", arguments: [1, 7, 500])
    func newest(limit: Int) throws {
        for (cron, start) in [
            ("* * * * *", "2026-02-20T00:00:00Z"), ("*/7 3 * * MON", "2025-01-01T00:00:00Z"),
            ("0 0 29 2 *", "1996-01-01T00:00:00Z"), ("30 2 * * *", "2025-03-01T00:00:00Z"),
        ] {
            let when = try CronSchedule(CronExpression(parsing: cron), timeZone: "Europe/Berlin")
            let (first, now) = (try #require(when.next(after: instant(start))), try instant("2026-03-29T12:00:00Z"))
            let all = [first] + when.ticks(after: first, through: now, limit: 1_000_000)
            #expect(TickPlan(when, .all(limit: limit), from: first, at: now).ticks == all.suffix(limit))
        }
    }

    @Test(
        "follows the clocks of the zone on the days on which they change",
        arguments: [
            // At 02:00 it is 03:00: what would be in between comes then.
            ("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"),
            // At 03:00 it is 02:00 again: once.
            ("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
        ])
    func changes(before: String, change: String, after: String) throws {
        let first = try plan("30 2 * * *", .skip, from: before, at: before, in: "Europe/Berlin")
        #expect(try first.next == instant(change))
        let second = try plan("30 2 * * *", .skip, from: change, at: change, in: "Europe/Berlin")
        #expect(try second.ticks == [instant(change)] && second.next == instant(after))
    }
}
