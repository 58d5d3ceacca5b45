import Foundation

/// A program that is run to its end. It knows nothing of our environment but a `PATH`.
struct Command: Sendable {
    /// It did not end with 0.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    struct Outcome: Sendable {
        let output: String
        /// From before its start until its end was heard of.
        let duration: Duration
    }

    let executable: String
    let arguments: [String]
    let environment: [String: String]

    /// - Parameter executable: a name to be looked up in `PATH`, or a path.
    init(_ executable: String, _ arguments: [String], environment: [String: String] = [:]) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
    }

    /// - Parameter scratch: a folder for its output while it runs.
    /// - Throws: ``Failure`` with the last it said.
    func run(in scratch: String) async throws -> Outcome {
        let stem = "\(scratch)/\(UUID().uuidString)"
        defer { for end in ["out", "err"] { unlink("\(stem).\(end)") } }
        let clock = ContinuousClock()
        let start = clock.now
        let child = try await Child.start(self, output: "\(stem).out", errors: "\(stem).err")
        let status = await child.ended()
        let duration = clock.now - start
        guard status == 0 else {
            let said = Self.contents("\(stem).err").suffix(2_000)
            throw Failure(description: "\(executable) ended with \(status): \(said)")
        }
        return Outcome(output: Self.contents("\(stem).out"), duration: duration)
    }

    private static func contents(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
