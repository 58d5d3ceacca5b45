import Domain
import Jobs
import Testing

@testable import Stores
@testable import Worker

@Suite("Whether an error is worth another attempt")
struct RetryRulesTests {
    private struct Explained: Failure {
        let explanation: Explanation
    }

    @Test("what passes by itself is tried again, in the words of the problem")
    func passing() {
        let problems: [ProvisioningProblem] = [.unreachable, .unknownHost, .noFreeConnections, .busy, .timedOut]
        for problem in problems {
            let failure = JobFailure(
                code: problem.code, message: problem.message, hint: problem.hint, retryable: true)
            #expect(RetryRules.verdict(on: problem) == .retry(failure))
        }
    }

    @Test("what only the customer can mend waits for them, and says what to do")
    func customer() {
        let problems: [ProvisioningProblem] = [
            .passwordRefused, .databaseMissing, .privilegeMissing, .readOnly, .notEmpty, .inUse, .platformOwn, .tls,
            .tooOld, .nameCollision, .diskFull,
        ]
        for problem in problems {
            guard case .actionRequired(let failure) = RetryRules.verdict(on: problem) else {
                Issue.record("\(problem.code) does not wait for the customer")
                continue
            }
            #expect(failure.code == problem.code)
            #expect(failure.hint?.isEmpty == false)
            #expect(failure.retryable)
        }
    }

    @Test("what would fail on every database alike is buried")
    func developer() {
        for problem in [ProvisioningProblem.migrationFailed("0001_x.sql:3"), .verificationFailed("seeds are missing")] {
            guard case .bury(let failure) = RetryRules.verdict(on: problem) else {
                Issue.record("\(problem.code) is not buried")
                continue
            }
            #expect(failure.code == problem.code)
        }
    }

    @Test("an attempt that another one took over from is nothing its owner could retry")
    func superseded() {
        let failure = JobFailure(code: "superseded", message: "Another attempt took over.", retryable: false)
        #expect(RetryRules.verdict(on: ProvisioningProblem.superseded) == .retry(failure))
    }

    @Test("any other failure is judged by its kind", arguments: FailureKind.allCases)
    func kinds(kind: FailureKind) {
        let verdict = RetryRules.verdict(on: Explained(explanation: Explanation(kind, "code", "Message.")))
        let failure = JobFailure(code: "code", message: "Message.", retryable: true)
        switch kind {
        case .unavailable, .rateLimited, .upstream: #expect(verdict == .retry(failure))
        case .needsCustomer: #expect(verdict == .actionRequired(failure))
        default: #expect(verdict == .bury(failure))
        }
    }

    @Test("an error nobody foresaw is tried again, and nothing of it is told")
    func unforeseen() {
        struct Secretive: Error, CustomStringConvertible { let description = "canary-3d1" }
        for error in [Secretive() as any Error, CancellationError()] {
            guard case .retry(let failure) = RetryRules.verdict(on: error) else {
                Issue.record("\(error) is not tried again")
                continue
            }
            #expect(failure.code == "internal_error")
            #expect(!"\(failure)".contains("canary"))
        }
    }
}
