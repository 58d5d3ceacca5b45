package import Domain

/// Why a password could be neither hashed nor checked. Says nothing about the password.
package enum PasswordHashingError: Failure, Equatable {
    /// The line is full: the request may be repeated in a moment.
    case overloaded
    /// The process is shutting down.
    case closed
    /// The computation failed, for want of memory.
    case failed

    /// Kind ``FailureKind/unavailable``, code `unavailable`.
    package var explanation: Explanation {
        switch self {
        case .overloaded:
            Explanation(.unavailable, "unavailable", "Too many log-ins at once; try again.", retryAfter: .seconds(2))
        case .closed, .failed:
            Explanation(.unavailable, "unavailable", "Passwords cannot be checked just now.", retryAfter: .seconds(1))
        }
    }
}
