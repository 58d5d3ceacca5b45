package import Domain
import Postgres
package import Tenancy

/// Who is calling, proven by an access token.
package struct Principal: Sendable {
    package let accountID: Account.ID
    package let sessionID: SessionID
    package let isOperator: Bool
    /// The store of a store token; `nil` on the platform.
    package let storeID: Store.ID?
}

/// Turns an access token into the person behind it.
///
/// A genuine token is not enough: its session and its owner are looked up for every request, so that what was ended is
/// over with the next one.
package struct Authenticator: Sendable {
    let master: Database<Master>
    let tokens: AccessTokens

    package init(master: Database<Master>, tokens: AccessTokens) {
        self.master = master
        self.tokens = tokens
    }

    /// - Throws: ``AccessTokenError``.
    package func authenticate(bearer token: String?) async throws -> Principal {
        guard let token else { throw AccessTokenError.missing }
        let claims = try tokens.verify(token, for: .platform)
        guard let account = Account.ID(claims.subject) else { throw AccessTokenError.invalid }
        let standing = try await SessionQueries.standing(of: claims.sessionID, account: account, on: master.reading)
        guard let standing, !standing.isRevoked, standing.isActive, claims.generation >= standing.generation else {
            throw AccessTokenError.sessionRevoked
        }
        return Principal(
            accountID: account, sessionID: claims.sessionID, isOperator: standing.role == .operator, storeID: nil)
    }
}
