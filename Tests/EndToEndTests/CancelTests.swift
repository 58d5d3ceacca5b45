import Foundation
import NIOHTTP1
import Postgres
import TestSupport
import Testing

/// Promises that are taken back, over HTTP, with workers in processes of their own.
@Suite("A canceled job", .timeLimit(.minutes(5)))
struct CancelTests {
    @Test("that waits never starts; its store can be connected again")
    func waiting() async throws {
        try await Platform.with { platform in
            let agency = try await platform.signUp()
            let tenant = try await platform.makeTenantDatabase(password: "secret")
            let promised = try await platform.connect(agency, to: platform.connectionString(tenant))
            let job = try #require(promised.string("job", "id"))

            let stranger = try await platform.signUp()
            let theirs = try await platform.call(.POST, "/api/jobs/\(job)/cancel", token: stranger.token)
            #expect(theirs.status == 404 && theirs.code == "not_found")
            let unknown = try await platform.call(.POST, "/api/jobs/nonsense/cancel", token: agency.token)
            #expect(unknown.status == 404)

            let canceled = try await platform.call(.POST, "/api/jobs/\(job)/cancel", token: agency.token)
            #expect(canceled.status == 202 && canceled.string("status") == "canceled", "\(canceled.text)")
            #expect(canceled.string("error", "code") == "canceled")
            let again = try await platform.call(.POST, "/api/jobs/\(job)/cancel", token: agency.token)
            #expect(again.status == 409 && again.code == "job_finished")
            #expect(try await platform.provisioning(agency).string("status") == "canceled")

            let worker = try await platform.startWorker()
            let second = try await platform.connect(agency, to: platform.connectionString(tenant))
            #expect(second.status == 202, "\(second.text)")
            try await platform.waitForProvisioning(agency, status: "succeeded")
            let over = try await platform.call(
                .POST, "/api/stores/\(agency.storeID)/provisioning/cancel", token: agency.token)
            #expect(over.status == 409 && over.code == "job_finished")
            await worker.kill()
        }
    }

    @Test(
        "that runs is stopped in any step, leaves a prefix, and a retry completes it",
        arguments: ["connect", "migrate", "seed", "verify"])
    func running(in step: String) async throws {
        try await Platform.with { platform in
            let agency = try await platform.signUp()
            let tenant = try await platform.makeTenantDatabase(password: "secret")
            try await TCPProxy.with(.tcp(host: "127.0.0.1", port: tenant.port), roundTrip: .milliseconds(250)) {
                proxy in
                let worker = try await platform.startWorker()
                let url = platform.connectionString(tenant, port: proxy.port)
                #expect(try await platform.connect(agency, to: url).status == 202)
                try await platform.waitForStep(step, agency)
                let path = "/api/stores/\(agency.storeID)/provisioning"
                let order = try await platform.call(.POST, "\(path)/cancel", token: agency.token)
                #expect(order.status == 202, "\(order.text)")
                let report = try await platform.waitForProvisioning(agency, status: "canceled")
                #expect(report.string("error", "code") == "canceled")
                let store = try await platform.call(.GET, "/api/stores/\(agency.storeID)", token: agency.token)
                #expect(store.string("status") == "failed")

                proxy.setRoundTrip(.zero)
                let retry = try await platform.call(.POST, "\(path)/retry", token: agency.token)
                #expect(retry.status == 202, "\(retry.text)")
                try await platform.waitForProvisioning(agency, status: "succeeded")
                await worker.kill()
            }
        }
    }

    @Test("that would credit a purchase credits nothing, and the books are right")
    func purchases() async throws {
        try await Platform.with(["TENANTRY_ALLOW_MANUAL_PAYMENTS": "true"]) { platform in
            let agency = try await platform.signUp()
            let order: [String: Any] = ["amount": "2.0000", "paymentMethod": "manual"]
            let first = try await platform.purchase(agency, order, key: "first")
            let job = try #require(first.string("job", "id"))
            let canceled = try await platform.call(.POST, "/api/jobs/\(job)/cancel", token: agency.token)
            #expect(canceled.status == 202 && canceled.string("status") == "canceled", "\(canceled.text)")
            let id = try #require(first.string("transaction", "id"))
            let purchase = try await platform.call(.GET, "/api/credits/purchases/\(id)", token: agency.token)
            #expect(purchase.string("status") == "failed" && purchase.string("failureCode") == "canceled")

            // Then some that race with a worker: each ends in one of two ways, and the sum says which.
            let worker = try await platform.startWorker()
            var jobs: [String] = []
            for round in 0..<40 {
                let made = try await platform.purchase(agency, order, key: "round-\(round)")
                let job = try #require(made.string("job", "id"))
                let answer = try await platform.call(.POST, "/api/jobs/\(job)/cancel", token: agency.token)
                #expect(answer.status == 202 || answer.code == "job_finished", "\(answer.text)")
                jobs.append(job)
            }
            var succeeded = 0
            for job in jobs {
                let ended = try await eventually(within: .seconds(30)) {
                    try await platform.call(.GET, "/api/jobs/\(job)", token: agency.token)
                } satisfies: {
                    $0.string("status") == "succeeded" || $0.string("status") == "canceled"
                }
                if ended.string("status") == "succeeded" { succeeded += 1 }
            }
            try await platform.waitForBalance(agency, "\(succeeded * 2).0000")
            let completed = try await platform.transactions(agency).filter { $0["status"] as? String == "completed" }
            #expect(completed.count == succeeded)
            let seen = try await platform.command("credits", "verify")
            #expect(seen.output.hasPrefix("The books are right"), "\(seen.output)")
            await worker.kill()
        }
    }
}
