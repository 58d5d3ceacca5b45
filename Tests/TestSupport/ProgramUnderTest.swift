import Foundation
package import LocalServers

/// The built `tenantry`, run as an operator would run it. Dies with the tests.
package final class ProgramUnderTest: Sendable {
    private let child: ChildProcess
    private let standardOutput: OutputCapture
    private let standardError: OutputCapture

    private init(child: ChildProcess, standardOutput: OutputCapture, standardError: OutputCapture) {
        self.child = child
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    /// `TENANTRY_BINARY` if it is set, else the `tenantry` beside the tests.
    package static var binary: String {
        if let path = ProcessInfo.processInfo.environment["TENANTRY_BINARY"] { return path }
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("tenantry").path
    }

    /// Starts the program.
    ///
    /// - Parameters:
    ///   - environment: all it sees, besides a `PATH`, a locale and a time zone.
    ///   - directory: where it runs, and where `name.out` and `name.err` keep what it writes.
    ///   - executable: another program than ``binary``.
    package static func start(
        _ arguments: [String], environment: [String: String] = [:], directory: String, name: String = "tenantry",
        executable: String = ProgramUnderTest.binary
    ) async throws -> ProgramUnderTest {
        let output = try OutputCapture(copyingTo: "\(directory)/\(name).out")
        let errors = try OutputCapture(copyingTo: "\(directory)/\(name).err")
        defer {
            output.closeOurEnd()
            errors.closeOurEnd()
        }
        let child = try await ChildProcess.spawn(
            .init(
                executable: executable, arguments: arguments,
                environment: ChildProcess.Command.bareEnvironment.merging(environment) { $1 },
                standardOutput: .descriptor(output.writing.fileDescriptor),
                standardError: .descriptor(errors.writing.fileDescriptor),
                workingDirectory: directory, deathSignal: .kill))
        return ProgramUnderTest(child: child, standardOutput: output, standardError: errors)
    }

    /// Its process id.
    package var processID: Int32 { child.processID }

    /// How it ended; `nil` while it runs.
    package var status: ChildStatus? { child.status }

    /// The finished lines of its standard output so far.
    package var outputLines: [String] { standardOutput.lines }
    /// The finished lines of its standard error so far.
    package var errorLines: [String] { standardError.lines }

    /// The lines of its standard output from the first on, as they come, until it ends.
    package func makeOutputLines() -> AsyncStream<String> { standardOutput.makeLines() }
    /// The lines of its standard error from the first on, as they come, until it ends.
    package func makeErrorLines() -> AsyncStream<String> { standardError.makeLines() }

    /// Sends it a signal; nothing when it has ended.
    package func send(signal: Int32) { child.send(signal: signal) }

    /// Kills it like a power cut, and waits until it is gone.
    @discardableResult
    package func kill() async -> ChildStatus {
        await child.end(with: [EndingStep(SIGKILL, grace: 0)])
    }

    /// Waits for it to end.
    ///
    /// - Throws: ``TooLate`` with its last lines when it has not ended in time.
    @discardableResult
    package func waitForExit(within limit: Duration = .seconds(30)) async throws -> ChildStatus {
        try await within(limit, or: { self.tooLate("The program did not end") }) { [child] in
            try await child.waitForExit()
        }
    }

    /// The first line of either output that contains a text, whether it has come already or not.
    ///
    /// - Throws: ``TooLate`` with the last lines when there is none in time, or both outputs end without one.
    @discardableResult
    package func line(containing text: String, within limit: Duration = .seconds(30)) async throws -> String {
        let sources = [standardOutput, standardError]
        let found = try await within(limit, or: { self.tooLate("There was no line with “\(text)”") }) {
            await withTaskGroup(of: String?.self) { group in
                for source in sources {
                    group.addTask { await source.makeLines().first { $0.contains(text) } }
                }
                defer { group.cancelAll() }
                return await group.first { $0 != nil } ?? nil
            }
        }
        guard let found else { throw tooLate("The program ended without a line with “\(text)”") }
        return found
    }

    private func tooLate(_ what: String) -> TooLate {
        let lines = (outputLines.suffix(15) + errorLines.suffix(30)).joined(separator: "\n")
        return TooLate(description: "\(what). Its last lines:\n\(lines)")
    }
}
