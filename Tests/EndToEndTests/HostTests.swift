import TestSupport
import Testing

/// Which store a request is for, whatever else it says.
@Suite("The host of a request")
struct HostTests {
    @Test("is one, and is what Host says, not what the target says", .timeLimit(.minutes(5)))
    func host() async throws {
        try await Platform.with { platform in
            let worker = try await platform.startWorker()
            let agency = try await platform.signUp()
            let tenant = try await platform.makeTenantDatabase(password: "secret")
            #expect(try await platform.connect(agency, to: platform.connectionString(tenant)).status == 202)
            try await platform.waitForProvisioning(agency, status: "succeeded")
            await worker.kill()
            let (shop, nobody) = ("\(agency.slug).localhost", "nobody.localhost")

            let both = try await answer(platform, "GET /api/store", hosts: [shop, nobody])
            #expect(both.hasPrefix("HTTP/1.1 400 ") && both.contains("Name one host."), "\(both)")
            let same = try await answer(platform, "GET /api/store", hosts: [shop, shop])
            #expect(same.hasPrefix("HTTP/1.1 400 "), "\(same)")
            let astray = try await answer(platform, "GET http://\(shop)/api/store", hosts: [nobody])
            #expect(astray.hasPrefix("HTTP/1.1 404 "), "\(astray)")
            let found = try await answer(platform, "GET http://\(nobody)/api/store", hosts: [shop])
            #expect(found.hasPrefix("HTTP/1.1 200 "), "\(found)")
        }
    }

    private func answer(_ platform: Platform, _ line: String, hosts: [String]) async throws -> String {
        let connection = try await RawConnection.open(port: platform.port)
        let fields = hosts.map { "Host: \($0)\r\n" }.joined()
        try await connection.send("\(line) HTTP/1.1\r\n\(fields)Connection: close\r\n\r\n")
        let text = try await connection.readToEnd()
        try await connection.close()
        return text
    }
}
