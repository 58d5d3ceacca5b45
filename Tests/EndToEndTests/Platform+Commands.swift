import Foundation
import LocalServers
import TestSupport

extension Platform {
    /// What a command said, and how it ended.
    struct Outcome: Sendable {
        let status: ChildStatus
        let output: String
        let errors: String

        /// The JSON object that it printed; empty for anything else.
        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]) ?? [:]
        }
    }

    /// Runs a command to its end.
    ///
    /// - Parameter input: what is piped into it.
    func command(_ arguments: [String], input: String? = nil) async throws -> Outcome {
        let name = "command-\(UUID().uuidString.prefix(8))"
        let program: ProgramUnderTest
        if let input {
            let file = "\(self.directory)/\(name).in"
            try input.write(toFile: file, atomically: true, encoding: .utf8)
            program = try await ProgramUnderTest.start(
                ["-c", #"exec "$0" "$@" <"# + file, ProgramUnderTest.binary] + arguments, environment: environment,
                directory: directory, name: name, executable: "/bin/sh")
        } else {
            program = try await start(arguments, name: name)
        }
        let status = try await program.waitForExit()
        if input != nil { try FileManager.default.removeItem(atPath: "\(directory)/\(name).in") }
        let (output, errors) = (program.makeOutputLines(), program.makeErrorLines())
        return Outcome(
            status: status, output: await output.reduce(into: "") { $0 += $1 + "\n" },
            errors: await errors.reduce(into: "") { $0 += $1 + "\n" })
    }

    /// Runs a command to its end.
    func command(_ arguments: String..., input: String? = nil) async throws -> Outcome {
        try await command(arguments, input: input)
    }
}
