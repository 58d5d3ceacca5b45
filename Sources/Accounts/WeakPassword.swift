package import Domain

/// Why a password may not be chosen.
package enum WeakPassword: Failure, Equatable {
    case tooShort, tooLong, common, sameAsEmail

    /// Kind ``FailureKind/invalid``, code `weak_password`, the rule also as the error of the field `password`.
    package var explanation: Explanation {
        Explanation(.invalid, "weak_password", rule, fields: [FieldError("password", rule)])
    }

    private var rule: String {
        switch self {
        case .tooShort: "A password has at least \(PasswordPolicy.minimumCharacters) characters."
        case .tooLong: "A password has at most \(PasswordPolicy.maximumBytes) bytes."
        case .common: "This password is among the first that anybody would try."
        case .sameAsEmail: "The password must not be the e-mail address."
        }
    }
}
