package import Foundation

/// All that may be told about a failure, to anybody, in one value.
///
/// Holds no host, no SQL, no secret and nothing that somebody typed but names that are public anyway.
package struct Explanation: Hashable, Sendable {
    /// What sort of failure it is.
    package var kind: FailureKind
    /// A stable name for programs, in snake case: `slug_taken`.
    package var code: String
    /// One or two sentences for people: what happened and, where it is known, what to do.
    package var message: String
    /// What is wrong with single fields of the request; empty when the request was fine.
    package var fields: [FieldError]
    /// The job that is in the way, or that will tell more.
    package var jobID: UUID?
    /// How long to wait before asking again; `nil` when waiting does not help or nobody knows.
    package var retryAfter: Duration?
    /// Values that would have been accepted, best first.
    package var suggestions: [String]
    /// The sums, when credits were missing.
    package var shortfall: Shortfall?

    /// Credits that were asked for, and those there were.
    package struct Shortfall: Hashable, Sendable, Codable {
        /// What the request would have cost.
        package let required: CreditAmount
        /// What could have been spent.
        package let available: CreditAmount

        /// Both sums of a refused debit.
        package init(required: CreditAmount, available: CreditAmount) {
            self.required = required
            self.available = available
        }
    }

    /// Kind, code and message; the rest only where it applies.
    package init(
        _ kind: FailureKind, _ code: String, _ message: String, fields: [FieldError] = [], jobID: UUID? = nil,
        retryAfter: Duration? = nil, suggestions: [String] = [], shortfall: Shortfall? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.fields = fields
        self.jobID = jobID
        self.retryAfter = retryAfter
        self.suggestions = suggestions
        self.shortfall = shortfall
    }
}
