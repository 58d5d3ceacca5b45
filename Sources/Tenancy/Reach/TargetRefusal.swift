package import Domain

/// A database that this platform does not dial, whoever asks.
package struct TargetRefusal: Failure, Equatable {
    /// The rule that forbids it, as a sentence.
    package let rule: String

    package var explanation: Explanation { Explanation(.unprocessable, "target_not_allowed", rule) }
}
