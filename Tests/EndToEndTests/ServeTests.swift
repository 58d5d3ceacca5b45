import Foundation
import LocalServers
import Postgres
import TestSupport
import Testing

/// What an operator sees of an API process.
@Suite("tenantry serve")
struct ServeTests {
    @Test("says what to do when its port is taken", .timeLimit(.minutes(5)))
    func takenPort() async throws {
        try await Platform.with { platform in
            let second = try await platform.start(
                ["serve"], name: "second", settings: ["TENANTRY_HTTP_PORT": "\(platform.port)"])
            #expect(try await second.waitForExit() == .exited(1))
            let last = try #require(second.errorLines.last)
            #expect(last.contains("port \(platform.port)") && last.contains("TENANTRY_HTTP_PORT"), "\(last)")
        }
    }

    @Test("logs one object a line when it is asked to", .timeLimit(.minutes(5)))
    func json() async throws {
        try await Platform.with { platform in
            let process = try await platform.start(
                ["serve"], name: "json", settings: ["TENANTRY_LOG_FORMAT": "json"])
            try await process.line(containing: #""message":"listening""#, within: .seconds(60))
            process.send(signal: SIGTERM)
            #expect(try await process.waitForExit() == .exited(0))
            #expect(!process.errorLines.isEmpty)
            for line in process.errorLines {
                let event = try #require(
                    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String], "\(line)")
                #expect(Set(["time", "level", "label", "message"]).isSubset(of: event.keys), "\(line)")
            }
        }
    }

    @Test("shows a changed account as soon as it changed, though it remembers accounts", .timeLimit(.minutes(5)))
    func changedAccount() async throws {
        try await Platform.with { platform in
            let person = try await platform.signUpPerson()
            for number in 1...5 {
                #expect(try await platform.me(person.access).status == 200)
                try await platform.inMaster {
                    try await $0.execute(
                        "update users set first_name = \("Ada \(number)") where email = \(person.email)")
                }
                // Less than it remembers accounts for: only the announcement can have made it forget.
                try await eventually(within: .seconds(2)) {
                    try await platform.me(person.access).string("firstName") == "Ada \(number)"
                }
            }
        }
    }
}
