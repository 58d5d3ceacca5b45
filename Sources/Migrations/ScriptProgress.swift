/// How far a script is, told from the server's notices. A random word in them keeps a file's own notices from being
/// taken for ours.
struct ScriptProgress: Sendable {
    private let steps: [MigrationStep]
    private let nonce: String
    /// How many steps are committed.
    private(set) var finished = 0

    init(steps: [MigrationStep], nonce: UInt64 = .random(in: .min ... .max)) {
        self.steps = steps
        self.nonce = String(nonce, radix: 36)
    }

    /// What the server has to say, followed by a space and milliseconds, once a step of the plan is committed.
    func message(forStep index: Int) -> String { "tenantry \(nonce) \(index)" }

    /// - Returns: what to tell the caller; `nil` if the notice is not the next of ours.
    mutating func receive(sqlState: String, message: String) -> MigrationProgress? {
        guard sqlState == MigrationSQLState.progress, finished < steps.count,
            message.hasPrefix(self.message(forStep: finished) + " "),
            let milliseconds = message.split(separator: " ").last.flatMap({ Int64($0) })
        else { return nil }
        let step = steps[finished]
        finished += 1
        return MigrationProgress(
            file: step.file.fileName, isSeed: step.isSeed, duration: .milliseconds(milliseconds), number: finished,
            count: steps.count)
    }
}
