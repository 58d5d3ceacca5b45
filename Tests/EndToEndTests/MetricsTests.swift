import AsyncHTTPClient
import Foundation
import LocalServers
import NIOCore
import NIOHTTP1
import Postgres
import TestSupport
import Testing

/// What monitoring sees of API processes and of workers.
@Suite("Metrics")
struct MetricsTests {
    @Test(
        "of an API show the queues, of a worker its jobs, and of neither whom they are for", .timeLimit(.minutes(5)))
    func scrape() async throws {
        try await Platform.with { platform in
            let worker = try await platform.start(
                ["work"], name: "work", settings: ["TENANTRY_METRICS_PORT": "0", "TENANTRY_METRICS_HOST": "127.0.0.1"])
            let line = try await worker.line(containing: "metrics are served", within: .seconds(60))
            let port = try #require(line.firstMatch(of: /address=127\.0\.0\.1:(\d+)/)?.output.1, "\(line)")
            let agency = try await platform.signUp()
            let tenant = try await platform.makeTenantDatabase(password: "secret")
            #expect(try await platform.connect(agency, to: platform.connectionString(tenant)).status == 202)
            try await platform.waitForProvisioning(agency, status: "succeeded")

            let done = #"tenantry_job_attempts_total{kind="connect-database",outcome="succeeded"} 1"#
            let page = try await eventually(within: .seconds(20)) {
                try await platform.page("http://127.0.0.1:\(port)/metrics").body
            } satisfies: {
                $0.contains(done)
            }
            #expect(page.contains(#"tenantry_job_run_seconds_bucket{kind="connect-database",outcome="succeeded""#))
            #expect(try await platform.page("http://127.0.0.1:\(port)/healthz").status == 200)
            #expect(try await platform.page("http://127.0.0.1:\(port)/api/store").status == 404)

            let api = try await eventually(within: .seconds(30)) {
                try await platform.page("http://127.0.0.1:\(platform.port)/metrics").body
            } satisfies: {
                $0.contains(#"tenantry_workers{queue="default"} 1"#)
            }
            #expect(api.contains(#"tenantry_jobs{queue="default",state="failed"} 0"#))
            for page in [page, api] {
                #expect(!page.lowercased().contains(agency.storeID.lowercased()) && !page.contains("@"))
            }
            worker.send(signal: SIGTERM)
            #expect(try await worker.waitForExit() == .exited(0))
        }
    }

    @Test("say where they cannot be served", .timeLimit(.minutes(5)))
    func takenPort() async throws {
        try await Platform.with { platform in
            let worker = try await platform.start(
                ["work"], name: "work", settings: ["TENANTRY_METRICS_PORT": "\(platform.port)"])
            #expect(try await worker.waitForExit() == .exited(1))
            #expect(worker.errorLines.last?.contains("TENANTRY_METRICS_PORT") == true, "\(worker.errorLines)")
        }
    }
}

extension Platform {
    /// What a page says, of whichever process.
    fileprivate func page(_ url: String) async throws -> (status: UInt, body: String) {
        let answer = try await http.execute(HTTPClientRequest(url: url), timeout: .seconds(20))
        return (answer.status.code, String(buffer: try await answer.body.collect(upTo: 1 << 20)))
    }
}
