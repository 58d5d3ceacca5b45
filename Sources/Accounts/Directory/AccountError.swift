package import Domain

/// Everything a caller may be told about why an account could not be made or used.
package enum AccountError: Failure, Equatable {
    case emailTaken
    /// One answer for an unknown address, a wrong password, an account without one and a deactivated account.
    case invalidCredentials
    /// Only operators of the platform may do this.
    case notOperator

    package var explanation: Explanation {
        switch self {
        case .emailTaken: Explanation(.conflict, "email_taken", "There is an account with this e-mail address.")
        case .invalidCredentials:
            Explanation(.unauthenticated, "invalid_credentials", "The e-mail address or the password is wrong.")
        case .notOperator: Explanation(.forbidden, "forbidden", "Only an operator of the platform may do this.")
        }
    }
}
