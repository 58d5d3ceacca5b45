import Foundation
import LocalServers
import NIOHTTP1
import TestSupport
import Testing

/// Clients that take what they get and give nothing back.
@Suite("Clients that hold on", .serialized)
struct SlowClientTests {
    @Test("5,000 of them watching are no trouble to others, and leave nothing behind", .timeLimit(.minutes(5)))
    func watchers() async throws {
        OpenFiles.raiseLimit()
        try await Platform.with { platform in
            let agency = try await platform.signUp()
            let tenant = try await platform.makeTenantDatabase(password: "secret")
            let job = try #require(
                try await platform.connect(agency, to: platform.connectionString(tenant)).string("job", "id"))
            let watchers = try await watch(job, agency, platform, count: 5_000)
            let start = ContinuousClock.now
            for _ in 1...20 {
                #expect(try await platform.call(.GET, "/api/stores", token: agency.token).status == 200)
            }
            #expect(ContinuousClock.now - start < .seconds(20))
            let memory = try Self.residentMebibytes(of: platform.processID)
            #expect(memory < 1_024, "\(memory) MiB for 5,000 streams")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for watcher in watchers { group.addTask { try await watcher.close() } }
                try await group.waitForAll()
            }
            try await eventually { try Self.openFiles(of: platform.processID) < 500 }
        }
    }

    private func watch(
        _ job: String, _ agency: Platform.Agency, _ platform: Platform, count: Int
    ) async throws -> [RawConnection] {
        var watchers: [RawConnection] = []
        while watchers.count < count {
            watchers += try await withThrowingTaskGroup(of: RawConnection.self) { group in
                for _ in 1...100 {
                    group.addTask {
                        let connection = try await RawConnection.open(port: platform.port)
                        try await connection.send(
                            "GET /api/jobs/\(job)/events HTTP/1.1\r\nHost: localhost\r\n"
                                + "Authorization: Bearer \(agency.token)\r\n\r\n")
                        let text = try await connection.read(until: "event: progress")
                        #expect(text.contains("event: progress"), "\(text)")
                        return connection
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        return watchers
    }

    @Test("a request that does not come to its end is cut off", .timeLimit(.minutes(5)))
    func slowRequests() async throws {
        try await Platform.with(["TENANTRY_HTTP_IDLE_SECONDS": "2"]) { platform in
            let begun = [
                "", "GET /healthz HT", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
                "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 1000\r\n\r\n{",
            ]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for beginning in begun {
                    group.addTask {
                        let connection = try await RawConnection.open(port: platform.port)
                        try await connection.send(beginning)
                        async let dripping: Void = Self.drip(into: connection, when: !beginning.isEmpty)
                        try await connection.waitUntilClosed(within: .seconds(30))
                        _ = try? await dripping
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await platform.call(.GET, "/healthz").status == 200)
        }
    }

    /// Sends a byte five times a second for as long as the connection takes it: this client's pace, not a wait.
    private static func drip(into connection: RawConnection, when isWanted: Bool) async throws {
        while isWanted {
            try await Task.sleep(for: .milliseconds(200))
            try await connection.send("a")
        }
    }

    private static func residentMebibytes(of process: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) }) / 1_024
    }

    private static func openFiles(of process: Int32) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
    }
}
