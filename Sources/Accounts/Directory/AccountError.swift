package import Domain

/// Everything a caller may be told about why an account could not be made or used.
package enum AccountError: Failure, Equatable {
    case emailTaken
    /// One answer for an unknown address, a wrong password, an account without one and a deactivated account.
    case invalidCredentials
    /// At a store an owner has no password of their own.
    case passwordOfPlatform
    /// Only operators of the platform may do this; others learn nothing of it.
    case notOperator

    package var explanation: Explanation {
        switch self {
        case .emailTaken: Explanation(.conflict, "email_taken", "There is an account with this e-mail address.")
        case .invalidCredentials:
            Explanation(.unauthenticated, "invalid_credentials", "The e-mail address or the password is wrong.")
        case .passwordOfPlatform:
            Explanation(
                .conflict, "password_of_platform", "You log in with the platform's password; change it at the platform."
            )
        case .notOperator: Explanation(.notFound, "not_found", "There is nothing at this path.")
        }
    }
}
