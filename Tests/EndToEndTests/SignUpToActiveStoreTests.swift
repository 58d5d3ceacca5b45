import Foundation
import LocalServers
import NIOHTTP1
import TestSupport
import Testing

@Suite("From sign-up to an active store")
struct SignUpToActiveStoreTests {
    @Test("an agency signs up, connects its database, and the store answers at its hostname", .timeLimit(.minutes(5)))
    func wholeWay() async throws {
        try await Platform.with { platform in
            let worker = try await platform.startWorker()
            let agency = try await platform.signUp(storeName: "Crème & Söhne")
            #expect(agency.slug == "creme-sohne")
            let tenant = try await platform.makeTenantDatabase(password: "s3cret: p@ss/w#rd?&%")

            let accepted = try await platform.connect(agency, to: platform.connectionString(tenant))
            #expect(accepted.status == 202)
            #expect(accepted.headers.first(name: "Location") == accepted.string("job", "id").map { "/api/jobs/\($0)" })
            #expect(accepted.string("store", "status") == "provisioning")

            let report = try await platform.waitForProvisioning(agency, status: "succeeded")
            #expect(report.json["percent"] as? Int == 100)
            let steps = report.json["steps"] as? [[String: Any]] ?? []
            #expect(
                steps.compactMap { $0["name"] as? String }
                    == ["connect", "migrate", "seed", "register", "verify", "activate"])
            #expect(steps.allSatisfy { $0["status"] as? String == "succeeded" })

            let store = try await platform.call(.GET, "/api/stores/\(agency.storeID)", token: agency.token)
            #expect(store.string("status") == "active")
            #expect(store.json["isActive"] as? Bool == true)
            #expect(store.string("primaryHostname") == "creme-sohne.localhost")
            #expect(store.string("database", "status") == "connected")

            let record = try await platform.call(.GET, "/api/store", headers: ["Host": "creme-sohne.localhost"])
            #expect(record.status == 200)
            #expect(record.string("id") == agency.storeID)
            #expect(record.string("name") == "Crème & Söhne")

            worker.send(signal: SIGTERM)
            #expect(try await worker.waitForExit() == .exited(0))
        }
    }

    @Test("a managed store gets a database on the operator's own cluster", .timeLimit(.minutes(5)))
    func managed() async throws {
        try await Platform.with { platform in
            let worker = try await platform.startWorker()
            let agency = try await platform.signUp()
            let accepted = try await platform.call(
                .POST, "/api/stores/\(agency.storeID)/connect-database", token: agency.token,
                json: ["managed": [String: String]()])
            #expect(accepted.status == 202)
            try await platform.waitForProvisioning(agency, status: "succeeded")
            let record = try await platform.call(.GET, "/api/store", headers: ["Host": "\(agency.slug).localhost:80"])
            #expect(record.string("id") == agency.storeID)
            await worker.kill()
        }
    }
}
