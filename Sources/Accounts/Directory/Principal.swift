package import Domain

/// Who is calling, proven by an access token.
package struct Principal: Sendable {
    /// Somebody of one realm.
    package enum Identity: Hashable, Sendable {
        case account(Account.ID)
        /// The subject is whatever the store's own database calls them: data, never authority.
        case customer(of: Store.ID, subject: String)
    }

    /// Who it is.
    package let identity: Identity
    /// The session that the token belongs to, in the realm of ``identity``.
    package let sessionID: SessionID

    package init(_ identity: Identity, sessionID: SessionID) {
        self.identity = identity
        self.sessionID = sessionID
    }

    /// - Throws: ``AccessTokenError/invalid`` when the subject is none of the platform's.
    init(_ claims: AccessClaims) throws(AccessTokenError) {
        if let store = claims.storeID {
            self.init(.customer(of: store, subject: claims.subject), sessionID: claims.sessionID)
        } else {
            guard let account = Account.ID(claims.subject) else { throw .invalid }
            self.init(.account(account), sessionID: claims.sessionID)
        }
    }

    /// Whose account it is, on the platform.
    ///
    /// - Throws: ``AccessTokenError/wrongAudience`` for somebody whom only a store knows.
    package var accountID: Account.ID {
        get throws(AccessTokenError) {
            guard case .account(let id) = identity else { throw .wrongAudience }
            return id
        }
    }

    /// The store of a store token; `nil` on the platform.
    package var storeID: Store.ID? {
        if case .customer(let store, _) = identity { store } else { nil }
    }
}
