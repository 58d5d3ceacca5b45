package import Domain

/// Why an act upon an account was not carried out.
package enum AccountAdministrationError: Failure, Equatable {
    case unknownAddress

    /// Kind ``FailureKind/notFound``.
    package var explanation: Explanation {
        switch self {
        case .unknownAddress: Explanation(.notFound, "not_found", "There is no account with this e-mail address.")
        }
    }
}
