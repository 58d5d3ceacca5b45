package import Domain

/// Whether a token is still good cannot be found out: neither Redis nor the master database can say. Nothing is ever
/// accepted unchecked.
package struct AuthUnavailable: Failure, Equatable {
    package init() {}

    /// Code `auth_unavailable`.
    package var explanation: Explanation {
        Explanation(
            .unavailable, "auth_unavailable", "It cannot be checked at the moment whether this session still stands.",
            retryAfter: .seconds(1))
    }
}

/// Something was revoked for good, but some process may not know yet; each will by itself, at the latest when Redis is
/// back.
package struct RevocationPending: Failure, Equatable {
    package init() {}

    /// Code `revocation_pending`.
    package var explanation: Explanation {
        Explanation(
            .unavailable, "revocation_pending",
            "It was ended, but could not be made known everywhere yet. Ask again to be sure.", retryAfter: .seconds(1))
    }
}
