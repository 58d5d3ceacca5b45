import Foundation
import NIOHTTP1
import Logging
import Postgres
import TestSupport
import Testing

/// Workers that die by `kill -9` while a store is being given its database.
@Suite("A killed worker")
struct KilledWorkerTests {
    /// Long enough to look at every step while it runs.
    private static let roundTrip = Duration.milliseconds(250)

    @Test(
        "leaves a store that the next worker completes, with the same rows as an undisturbed one",
        .timeLimit(.minutes(5)),
        arguments: ["connect", "migrate", "seed", "register", "verify"])
    func inStep(_ step: String) async throws {
        try await Platform.with { platform in
            let undisturbed = try await expectedRowCounts(platform)
            let agency = try await platform.signUp()
            let tenant = try await platform.makeTenantDatabase(password: "secret")
            try await TCPProxy.with(.tcp(host: "127.0.0.1", port: tenant.port), roundTrip: Self.roundTrip) { proxy in
                let victim = try await platform.startWorker("victim")
                let url = platform.connectionString(tenant, port: proxy.port)
                #expect(try await platform.connect(agency, to: url).status == 202)
                try await platform.waitForStep(step, agency)
                await victim.kill()

                proxy.setRoundTrip(.zero)
                let heir = try await platform.startWorker("heir")
                let report = try await platform.waitForProvisioning(agency, status: "succeeded")
                #expect(report.json["attempt"] as? Int == 1, "a worker's death uses up no attempt")
                await heir.kill()
            }
            #expect(try await platform.rowCounts(tenant) == undisturbed)
        }
    }

    @Test("in the very transaction that opens the store opens it once or not at all", .timeLimit(.minutes(5)))
    func inActivation() async throws {
        try await Platform.with { platform in
            let agency = try await platform.signUp()
            let tenant = try await platform.makeTenantDatabase(password: "secret")
            let blocker = try await PostgresConnection.connect(to: platform.master, logger: Logger(label: "test"))
            defer { blocker.close() }
            let victim = try await platform.startWorker("victim")
            // Connected first: the request itself locks the row too.
            #expect(try await platform.connect(agency, to: platform.connectionString(tenant)).status == 202)
            try await blocker.transaction { lock in
                try await lock.execute("select from stores where id = \(agency.storeID)::uuid for update")
                try await platform.waitForStep("activate", agency)
                await victim.kill()
            }
            #expect(try await platform.provisioning(agency).string("status") != "succeeded")
            let heir = try await platform.startWorker("heir")
            try await platform.waitForProvisioning(agency, status: "succeeded")
            let store = try await platform.call(.GET, "/api/stores/\(agency.storeID)", token: agency.token)
            #expect(store.string("status") == "active")
            await heir.kill()
        }
    }

    /// What a store has that nobody disturbed.
    private func expectedRowCounts(_ platform: Platform) async throws -> [String: Int64] {
        let agency = try await platform.signUp()
        let tenant = try await platform.makeTenantDatabase(password: "secret")
        let worker = try await platform.startWorker("undisturbed")
        #expect(try await platform.connect(agency, to: platform.connectionString(tenant)).status == 202)
        try await platform.waitForProvisioning(agency, status: "succeeded")
        worker.send(signal: SIGTERM)
        try await worker.waitForExit()
        let counts = try await platform.rowCounts(tenant)
        try #require(counts.count > 50)
        return counts
    }
}
