import Foundation
import LocalServers
import NIOHTTP1
import TestSupport
import Testing

/// What operators see of jobs and do to them, over HTTP and on the command line.
@Suite("Operators", .timeLimit(.minutes(5)))
struct JobOperationsTests {
    @Test("see everybody's jobs and queues, pause, cancel and retry over HTTP; the audit log tells of it")
    func overHTTP() async throws {
        try await Platform.with { platform in
            let agency = try await platform.signUp()
            let root = try await platform.operatorToken()
            let tenant = try await platform.makeTenantDatabase(password: "secret")
            let promised = try await platform.connect(agency, to: platform.connectionString(tenant))
            let job = try #require(promised.string("job", "id"))

            let queues = try await platform.call(.GET, "/api/admin/queues", token: root)
            let first = (queues.json["items"] as? [[String: Any]])?.first
            #expect(first?["name"] as? String == "default" && first?["queued"] as? Int == 1, "\(queues.text)")
            let paused = try await platform.call(.POST, "/api/admin/queues/default/pause", token: root)
            #expect(paused.status == 200 && paused.json["isPaused"] as? Bool == true, "\(paused.text)")
            let unknown = try await platform.call(.POST, "/api/admin/queues/nothing/pause", token: root)
            #expect(unknown.status == 404)

            let worker = try await platform.startWorker()
            let list = try await platform.call(
                .GET, "/api/admin/jobs?status=queued&kind=connect-database&storeId=\(agency.storeID)", token: root)
            let items = list.json["items"] as? [[String: Any]] ?? []
            #expect(items.map { $0["id"] as? String } == [job], "\(list.text)")
            #expect(items.first?["payload"] == nil)
            let bent = try await platform.call(.GET, "/api/admin/jobs?status=lost", token: root)
            #expect(bent.status == 400)
            let forbidden = try await platform.call(.GET, "/api/admin/jobs", token: agency.token)
            #expect(forbidden.status == 404)

            let canceled = try await platform.call(.POST, "/api/admin/jobs/\(job)/cancel", token: root)
            #expect(canceled.status == 202 && canceled.string("status") == "canceled", "\(canceled.text)")
            let again = try await platform.call(.POST, "/api/admin/jobs/\(job)/cancel", token: root)
            #expect(again.status == 409 && again.code == "job_finished")
            let retried = try await platform.call(.POST, "/api/admin/jobs/\(job)/retry", token: root)
            #expect(retried.status == 202 && retried.string("status") == "queued", "\(retried.text)")
            let store = try await platform.call(.GET, "/api/stores/\(agency.storeID)", token: agency.token)
            #expect(store.string("status") == "provisioning")

            let resumed = try await platform.call(.POST, "/api/admin/queues/default/resume", token: root)
            #expect(resumed.json["isPaused"] as? Bool == false, "\(resumed.text)")
            try await platform.waitForProvisioning(agency, status: "succeeded")
            let late = try await platform.call(.POST, "/api/admin/jobs/\(job)/retry", token: root)
            #expect(late.status == 409 && late.code == "not_retryable")

            let audit = try await platform.call(.GET, "/api/admin/audit?limit=200", token: root)
            let acts = (audit.json["items"] as? [[String: Any]] ?? []).compactMap { $0["action"] as? String }
            let mine = acts.filter { $0.hasPrefix("job.") || $0.hasPrefix("queue.") }
            #expect(mine == ["queue.resumed", "job.retried", "job.canceled", "queue.paused"])
            await worker.kill()
        }
    }

    @Test("do the same on the command line, also in bulk, without any other process")
    func onTheCommandLine() async throws {
        try await Platform.with { platform in
            var jobs: [String] = []
            for _ in 0..<3 {
                let agency = try await platform.signUp()
                let tenant = try await platform.makeTenantDatabase(password: "secret")
                let promised = try await platform.connect(agency, to: platform.connectionString(tenant))
                jobs.append(try #require(promised.string("job", "id")))
            }
            let stats = try await platform.command("jobs", "stats")
            #expect(stats.output.hasPrefix("QUEUE    QUEUED  SCHEDULED"), "\(stats.output)")
            #expect(stats.output.contains("default  3"), "\(stats.output)")
            for job in jobs {
                let canceled = try await platform.command("jobs", "cancel", job)
                #expect(canceled.output == "connect-database \(job) is canceled.\n")
            }
            let again = try await platform.command("jobs", "cancel", jobs[0])
            #expect(again.status == .exited(1))
            let list = try await platform.command("jobs", "list", "--status", "canceled", "--json")
            let listed = try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [String: Any]
            #expect((listed?["jobs"] as? [[String: Any]])?.count == 3)
            let shown = try await platform.command("jobs", "show", jobs[0])
            #expect(shown.output.contains("canceled: This was canceled before it was done."), "\(shown.output)")
            #expect(shown.output.contains("connect   pending"), "\(shown.output)")

            let paused = try await platform.command("jobs", "pause", "default", "--reason", "maintenance")
            #expect(paused.output == "queue default is paused.\n")
            let unnamed = try await platform.command("jobs", "retry", "--all", "--kind", "connect-database")
            #expect(unnamed.output == "0 jobs start over, 0 do not.\n", "\(unnamed.output)")
            let retried = try await platform.command(
                "jobs", "retry", "--all", "--kind", "connect-database", "--status", "canceled"
            )
            #expect(retried.output == "3 jobs start over, 0 do not.\n", "\(retried.output)")
            #expect(try await platform.command("jobs", "resume", "default").status == .exited(0))
            #expect(try await platform.command("jobs", "pause").status == .exited(2))
            #expect(try await platform.command("jobs", "show", "nonsense").status == .exited(2))

            let worker = try await platform.startWorker()
            try await eventually(within: .seconds(60)) {
                let done = try await platform.command("jobs", "list", "--status", "succeeded", "--json")
                return jobs.allSatisfy { done.output.contains($0) }
            }
            await worker.kill()
        }
    }
}
