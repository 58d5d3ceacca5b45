import Foundation
import LocalServers
import NIOHTTP1
import Postgres
import TestSupport
import Testing

/// A worker that is told to stop while it has something long to do.
@Suite("A worker that is told to stop")
struct SignalTests {
    @Test(
        "twice ends at once, and another one goes on with its job", .timeLimit(.minutes(5)),
        arguments: [SIGTERM, SIGINT])
    func twice(_ signal: Int32) async throws {
        try await Platform.with { platform in
            let agency = try await platform.signUp()
            let tenant = try await platform.makeTenantDatabase(password: "secret")
            try await TCPProxy.with(
                .tcp(host: "127.0.0.1", port: tenant.port), roundTrip: .seconds(3)
            ) { proxy in
                let worker = try await platform.startWorker("victim")
                let url = platform.connectionString(tenant, port: proxy.port)
                #expect(try await platform.connect(agency, to: url).status == 202)
                try await platform.waitForStep("connect", agency)
                worker.send(signal: SIGTERM)
                try await worker.line(containing: "another signal ends this process at once")
                #expect(worker.status == nil)
                worker.send(signal: signal)
                // The connection alone takes longer than this, and running jobs are given 25 seconds.
                #expect(try await worker.waitForExit(within: .seconds(5)) == .exited(128 + signal))

                proxy.setRoundTrip(.zero)
                let heir = try await platform.startWorker("heir")
                let report = try await platform.waitForProvisioning(agency, status: "succeeded")
                #expect(report.json["attempt"] as? Int == 1)
                await heir.kill()
            }
        }
    }
}
