package import Domain

/// Why an access token opens nothing.
package enum AccessTokenError: Failure, Equatable {
    /// There is none.
    case missing
    /// It is none of ours, or not as we minted it. Never says which.
    case invalid
    /// It was genuine and its time is over.
    case expired
    /// It is genuine, and its session was ended.
    case sessionRevoked
    /// It is a refresh token that was spent before. Its session has ended: one of its holders is a thief.
    case refreshReused
    /// It is genuine, and good somewhere else.
    case wrongAudience

    /// Kind ``FailureKind/unauthenticated``, each case with the code of the HTTP API.
    package var explanation: Explanation {
        switch self {
        case .missing: Explanation(.unauthenticated, "token_missing", "Send an access token: Authorization: Bearer ….")
        case .invalid: Explanation(.unauthenticated, "token_invalid", "The access token is not valid.")
        case .expired: Explanation(.unauthenticated, "token_expired", "The access token has expired; refresh it.")
        case .sessionRevoked: Explanation(.unauthenticated, "session_revoked", "This session was ended; log in again.")
        case .refreshReused:
            Explanation(
                .unauthenticated, "refresh_reused",
                "This refresh token was used before; the session is over. Log in again.")
        case .wrongAudience: Explanation(.unauthenticated, "wrong_audience", "The access token is not for this.")
        }
    }
}
