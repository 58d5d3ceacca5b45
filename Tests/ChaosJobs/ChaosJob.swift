package import Jobs

/// A job that leaves traces of what it did, so that it can be judged afterwards.
package struct ChaosJob: JobPayload {
    package static let kind = "chaos"
    package static let maxAttempts = 1_000
    package static let timeout = Duration.seconds(30)

    /// What it does when it does not fail.
    package enum Shape: String, Codable, Sendable, CaseIterable {
        /// Nothing to write: completed together with others.
        case plain
        /// One row with its completion.
        case effect
        /// The same, after three steps that its owner can watch.
        case steps
        /// The same, after writing to a database where only a fence keeps late workers out.
        case fenced
        /// Asks to be started again later before it does anything.
        case snoozed
        /// Fails for good.
        case doomed
    }

    package let shape: Shape
    /// How long it works.
    package let milliseconds: Int
    /// Attempts that fail before one does not.
    package let failures: Int
    /// Whose fence it writes behind; jobs with one line also have one serial key.
    package let line: Int

    package init(shape: Shape, milliseconds: Int = 0, failures: Int = 0, line: Int = 0) {
        self.shape = shape
        self.milliseconds = milliseconds
        self.failures = failures
        self.line = line
    }

    /// Names of the steps of ``Shape/steps``.
    package static let steps = ["first", "second", "third"]
}

/// A job whose first run takes no notice of its deadline.
package struct HangingJob: JobPayload {
    package static let kind = "chaos-hanging"
    package static let maxAttempts = 1_000
    package static let timeout = Duration.seconds(1)

    package init() {}
}

/// What a job fails with.
enum ChaosMishap: Error {
    case passing, hopeless
}

/// What is done about it.
package enum ChaosRules {
    package static func verdict(on error: any Error) -> JobVerdict {
        let failure = JobFailure(code: "mishap", message: "It went wrong.", retryable: true)
        return if case ChaosMishap.hopeless = error { .bury(failure) } else { .retry(failure) }
    }
}
