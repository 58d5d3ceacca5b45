package import Domain

/// Why a signing key could not be changed.
package enum SigningKeyRotationError: Failure, Equatable {
    case unknownKey

    /// Kind ``FailureKind/notFound``.
    package var explanation: Explanation {
        switch self {
        case .unknownKey: Explanation(.notFound, "not_found", "There is no signing key of this name.")
        }
    }
}
