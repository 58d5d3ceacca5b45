import Foundation
import LocalServers
import TestSupport
import Testing

/// `tenantry dev`, as a newcomer runs it.
@Suite("The platform on one machine")
struct DevTests {
    @Test("shows the whole way, stops, and finds its data again", .timeLimit(.minutes(5)))
    func demonstration() async throws {
        try await withDirectory { directory in
            let first = try await dev(["--demo", "--exit"], in: directory, name: "first")
            #expect(try await first.waitForExit(within: .seconds(90)) == .exited(0))
            #expect(first.outputLines.contains { $0.contains("The store is active") })

            let second = try await dev(["--demo", "--exit"], in: directory, name: "second")
            #expect(try await second.waitForExit(within: .seconds(90)) == .exited(0))
            #expect(second.outputLines.contains { $0.contains("is active") && $0.contains("agency-") })
        }
    }

    @Test("leaves no server behind, not even when it is killed", .timeLimit(.minutes(5)))
    func killed() async throws {
        try await withDirectory { directory in
            let program = try await dev([], in: directory, name: "killed")
            try await program.line(containing: "Ready after", within: .seconds(60))
            let postgres = try #require(processID(ofPostgresIn: directory))
            #expect(ProcessTable.isAlive(postgres))
            await program.kill()
            try await eventually { !ProcessTable.isAlive(postgres) }
        }
    }

    private func dev(_ arguments: [String], in directory: String, name: String) async throws -> ProgramUnderTest {
        try await ProgramUnderTest.start(
            ["dev", "--directory", "\(directory)/data"] + arguments,
            environment: [
                "TENANTRY_HTTP_PORT": "0", "TENANTRY_MASTER_MIGRATIONS": Repository.masterMigrations,
                "TENANTRY_TENANT_MIGRATIONS": Repository.tenantMigrations,
            ], directory: directory, name: name)
    }

    private func processID(ofPostgresIn directory: String) -> Int32? {
        let enumerator = FileManager.default.enumerator(atPath: "\(directory)/data/postgres")
        while let path = enumerator?.nextObject() as? String {
            guard path.hasSuffix("postmaster.pid") else { continue }
            let text = try? String(contentsOfFile: "\(directory)/data/postgres/\(path)", encoding: .utf8)
            return text?.split(separator: "\n").first.flatMap { Int32($0) }
        }
        return nil
    }

    private func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = "/tmp/tenantry-dev-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(directory)
    }
}
