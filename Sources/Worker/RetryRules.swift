package import Jobs
import Domain
import Stores

/// Whether an error is worth another attempt: the one place that decides it, for every kind of job.
package enum RetryRules {
    /// What the kind of an error means for a job.
    ///
    /// - Unavailable, rate limited or somebody else's fault: another attempt, later.
    /// - Only the customer can mend it: waits for them.
    /// - Anything else that explains itself would be the same next time: buried.
    /// - An error nobody foresaw: another attempt, and what is told about it gives nothing away.
    package static func verdict(on error: any Error) -> JobVerdict {
        switch error {
        case let problem as ProvisioningProblem: verdict(on: problem)
        case let failure as any Failure: verdict(on: failure.explanation)
        default: .retry(unforeseen)
        }
    }

    private static func verdict(on problem: ProvisioningProblem) -> JobVerdict {
        let failure = JobFailure(
            code: problem.code, message: problem.message, hint: problem.hint,
            retryable: problem.disposition != .superseded)
        return switch problem.disposition {
        case .passing, .superseded: .retry(failure)
        case .customer: .actionRequired(failure)
        case .developer: .bury(failure)
        }
    }

    private static func verdict(on explanation: Explanation) -> JobVerdict {
        let failure = JobFailure(code: explanation.code, message: explanation.message, retryable: true)
        return switch explanation.kind {
        case .unavailable, .rateLimited, .upstream: .retry(failure)
        case .needsCustomer: .actionRequired(failure)
        default: .bury(failure)
        }
    }

    private static let unforeseen = JobFailure(
        code: "internal_error", message: "Something went wrong on our side.", hint: "It is tried again.",
        retryable: true)
}
