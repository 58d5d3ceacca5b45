import Foundation
import LocalServers

/// What a program printed, and how it ended.
struct ProgramOutput: Equatable {
    let text: String
    let status: ChildStatus

    /// Runs a program to its end, with the environment given added to the bare one.
    static func of(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> ProgramOutput {
        let file = "/tmp/tenantry-test-output-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let child = try await ChildProcess.spawn(
            .init(
                executable: executable, arguments: arguments,
                environment: ChildProcess.Command.bareEnvironment.merging(environment) { $1 },
                standardOutput: .file(file), deathSignal: .kill))
        let status = try await child.waitForExit()
        let text = try String(contentsOfFile: file, encoding: .utf8)
        return ProgramOutput(text: text.trimmingCharacters(in: .newlines), status: status)
    }
}

extension LocalPostgres {
    /// What `psql` prints for a statement, over TCP or the Unix socket.
    func psql(_ statement: String, url: String? = nil) async throws -> String {
        try await ProgramOutput.of("/usr/bin/psql", ["-X", "-At", "-d", url ?? self.url(), "-c", statement]).text
    }
}

extension LocalRedis {
    /// What `redis-cli` prints for a command over the Unix socket.
    func redisCLI(_ command: String...) async throws -> String {
        try await ProgramOutput.of(
            "/usr/bin/redis-cli", ["-s", socketPath] + command, environment: ["REDISCLI_AUTH": password]
        ).text
    }
}
