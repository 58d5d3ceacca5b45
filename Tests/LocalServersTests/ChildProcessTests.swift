import Foundation
import Testing

@testable import LocalServers

@Suite("A child process", .timeLimit(.minutes(5)))
struct ChildProcessTests {
    @Test("sees nothing of our environment, standard input and session")
    func isolation() async throws {
        let environment = try await ProgramOutput.of("/usr/bin/env", [], environment: ["ONLY": "this"])
        let names = Set(environment.text.split(separator: "\n").map { $0.prefix { $0 != "=" } })
        #expect(names.isSubset(of: ["ONLY", "PATH", "LC_ALL", "TZ", "PWD", "OLDPWD", "SHLVL", "_"]))
        #expect(names.contains("ONLY"))
        #expect(try await ProgramOutput.of("/bin/cat", []) == ProgramOutput(text: "", status: .exited(0)))
        let child = try await sleeper()
        #expect(getsid(child.processID) == child.processID)
        await child.end(with: [EndingStep(SIGKILL, grace: 0)])
    }

    @Test("has no descriptor of ours but those it was given")
    func descriptors() async throws {
        let leaked = open("/dev/zero", O_RDONLY)  // not close-on-exec
        let listing = try await ProgramOutput.of("/bin/ls", ["/proc/self/fd"])
        close(leaked)
        #expect(listing.text == "0\n1\n2\n3")  // 3 is the listing itself
    }

    @Test(
        "tells how it ended",
        arguments: [
            ("exit 3", ChildStatus.exited(3)), ("kill -TERM $$", .signaled(SIGTERM)),
            ("exec /nowhere/at/all", .exited(127)),
        ])
    func status(script: String, expected: ChildStatus) async throws {
        #expect(try await ProgramOutput.of("/bin/sh", ["-c", script]).status == expected)
    }

    @Test("is killed when it does not listen")
    func escalation() async throws {
        let child = try await sleeper(script: "trap '' TERM; echo ready; while :; do sleep 1; done")
        let status = await child.end(with: [EndingStep(SIGTERM, grace: 0.2), EndingStep(SIGKILL, grace: 0)])
        #expect(status == .signaled(SIGKILL))
        #expect(!child.send(signal: SIGTERM))
    }

    @Test("runs on when a wait for it is cancelled")
    func cancelledWait() async throws {
        let child = try await sleeper()
        let wait = Task { try await child.waitForExit() }
        wait.cancel()
        await #expect(throws: CancellationError.self) { _ = try await wait.value }
        #expect(ProcessTable.isAlive(child.processID))
        #expect(await child.end(with: [EndingStep(SIGTERM, grace: 0)]) == .signaled(SIGTERM))
    }

    @Test("dies with a parent that is killed")
    func death() async throws {
        let command = ChildProcess.Command(
            executable: "/bin/sleep", arguments: ["100"], standardOutput: .file("/dev/null"), deathSignal: .terminate)
        let setpriv = try Executable.find("setpriv", package: "util-linux")
        let line = command.wrapped(setpriv: setpriv, parent: 0).map { "'\($0)'" }.joined(separator: " ")
        let script = line.replacing("'0'", with: "$$") + " >/dev/null & echo $!; exec sleep 100"
        try await withTemporaryDirectory { directory in
            let parent = try await ChildProcess.spawn(
                .init(
                    executable: "/bin/sh", arguments: ["-c", script], standardOutput: .file("\(directory)/output"),
                    deathSignal: .kill))
            func grandchild() -> Int32? {
                let text = try? String(contentsOfFile: "\(directory)/output", encoding: .utf8)
                return text.flatMap { $0.split(separator: "\n").first }.flatMap { Int32($0) }
            }
            while grandchild() == nil { await Task.yield() }
            let processID = try #require(grandchild())
            while commandLine(of: processID) != "/bin/sleep\u{0}100\u{0}" { await Task.yield() }
            await parent.end(with: [EndingStep(SIGKILL, grace: 0)])
            while ProcessTable.isAlive(processID) { await Task.yield() }  // the time limit fails it
        }
    }

    @Test("does not even begin when its parent is gone already")
    func orphan() async throws {
        let command = ChildProcess.Command(
            executable: "/bin/echo", arguments: ["begun"], standardOutput: .file("/dev/null"), deathSignal: .terminate)
        let line = command.wrapped(setpriv: "/usr/bin/setpriv", parent: 1)
        #expect(
            try await ProgramOutput.of(line[0], Array(line.dropFirst()))
                == ProgramOutput(text: "", status: .exited(125)))
    }

    private func sleeper(script: String = "echo ready; exec sleep 100") async throws -> ChildProcess {
        let ends = Pipe()
        let child = try await ChildProcess.spawn(
            .init(
                executable: "/bin/sh", arguments: ["-c", script],
                standardOutput: .descriptor(ends.fileHandleForWriting.fileDescriptor), deathSignal: .kill))
        try ends.fileHandleForWriting.close()
        _ = try ends.fileHandleForReading.read(upToCount: 5)
        return child
    }

    private func commandLine(of processID: Int32) -> String? {
        try? String(contentsOfFile: "/proc/\(processID)/cmdline", encoding: .utf8)
    }
}
