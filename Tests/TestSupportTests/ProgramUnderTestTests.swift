import Foundation
import LocalServers
import Testing
import TestSupport

@Suite("A program under test", .timeLimit(.minutes(5)))
struct ProgramUnderTestTests {
    @Test("is heard line by line, signalled and waited for")
    func lines() async throws {
        let directory = "/tmp/tenantry-program-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let script =
            "trap 'echo bye >&2; printf \"no newline\"; exit 4' TERM; echo in $PWD for $WHO; while :; do sleep 0.02; done"
        let program = try await ProgramUnderTest.start(
            ["-c", script], environment: ["WHO": "you"], directory: directory, executable: "/bin/sh")
        #expect(try await program.line(containing: "for") == "in \(directory) for you")
        program.send(signal: SIGTERM)
        #expect(try await program.waitForExit() == .exited(4))
        #expect(try await program.line(containing: "bye") == "bye")
        #expect(try await program.line(containing: "newline") == "no newline")
        #expect(try String(contentsOfFile: "\(directory)/tenantry.err", encoding: .utf8) == "bye\n")
        await #expect(throws: TooLate.self) { try await program.line(containing: "never said") }
    }

    @Test("that hangs is reported with its last lines")
    func hanging() async throws {
        let program = try await ProgramUnderTest.start(
            ["-c", "echo stuck; exec sleep 100"], directory: "/tmp", name: "hanging-\(getpid())", executable: "/bin/sh")
        defer { for end in ["out", "err"] { unlink("/tmp/hanging-\(getpid()).\(end)") } }
        try await program.line(containing: "stuck")
        let error = await #expect(throws: TooLate.self) { try await program.waitForExit(within: .milliseconds(50)) }
        #expect(error?.description.contains("stuck") == true)
        #expect(await program.kill() == .signaled(SIGKILL))
    }
}
