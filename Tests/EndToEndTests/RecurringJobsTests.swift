import Foundation
import LocalServers
import Logging
import NIOHTTP1
import Postgres
import TestSupport
import Testing

/// What operators see of jobs that recur, and what one of them does.
@Suite("Recurring jobs", .timeLimit(.minutes(5)))
struct RecurringJobsTests {
    @Test("are written down by a worker, can be paused and resumed, and run when their time has come")
    func verifyLedgers() async throws {
        try await Platform.with { platform in
            let none = try await platform.command("jobs", "schedules")
            #expect(none.output == "There is no schedule: workers write them down when they start.\n")
            let worker = try await platform.startWorker()
            let listed = try await eventually(within: .seconds(30)) {
                try await platform.command("jobs", "schedules").output
            } satisfies: {
                $0.contains("verify-ledgers")
            }
            #expect(listed.hasPrefix("NAME            CRON       ZONE  MISSED  STATE  NEXT"), "\(listed)")
            #expect(listed.contains("verify-ledgers  0 2 * * *  UTC   once    on     20"), "\(listed)")

            let paused = try await platform.command("jobs", "schedules", "pause", "verify-ledgers", "--reason", "late")
            #expect(paused.output == "Schedule verify-ledgers is paused.\n")
            let json = try await platform.command("jobs", "schedules", "--json")
            #expect(json.output.contains("\"reason\" : \"late\"") && json.output.contains("\"lastJobId\" : null"))
            #expect(try await platform.command("jobs", "schedules", "pause", "nothing").status == .exited(1))
            let resumed = try await platform.command("jobs", "schedules", "resume", "verify-ledgers")
            #expect(resumed.output == "Schedule verify-ledgers goes on.\n")

            let root = try await platform.operatorToken()
            let stopped = try await platform.call(.POST, "/api/admin/schedules/verify-ledgers/pause", token: root)
            #expect(stopped.status == 200 && stopped.string("pausedAt") != nil, "\(stopped.text)")
            let going = try await platform.call(.POST, "/api/admin/schedules/verify-ledgers/resume", token: root)
            #expect(going.status == 200 && going.string("pausedAt") == nil, "\(going.text)")
            let unknown = try await platform.call(.POST, "/api/admin/schedules/nothing/pause", token: root)
            #expect(unknown.status == 404 && unknown.code == "not_found")
            let schedules = try await platform.call(.GET, "/api/admin/schedules", token: root)
            let names = (schedules.json["items"] as? [[String: Any]])?.map { $0["name"] as? String }
            #expect(names == ["verify-ledgers"], "\(schedules.text)")
            let agency = try await platform.signUp()
            #expect(try await platform.call(.GET, "/api/admin/schedules", token: agency.token).status == 404)
            let audit = try await platform.call(.GET, "/api/admin/audit?limit=200", token: root)
            let acts = (audit.json["items"] as? [[String: Any]] ?? []).compactMap { $0["action"] as? String }
            #expect(acts.filter { $0.hasPrefix("schedule.") }.count == 4)

            let master = try await PostgresConnection.connect(to: platform.master, logger: Logger(label: "test"))
            try await master.execute("update job_schedules set next_at = now()")
            master.close()
            try await eventually(within: .seconds(60)) {
                let done = try await platform.command("jobs", "list", "--status", "succeeded")
                return done.output.contains("verify-ledgers")
            }
            let audits = try await platform.command("credits", "audits", "--json")
            #expect(audits.output.contains("\"findings\" : 0"), "\(audits.output)")
            await worker.kill()
        }
    }
}
