import Domain
package import Tenancy

/// Turns an access token into the person behind it.
///
/// A genuine token is not enough: whether it was revoked is asked for every request, so that what was ended is over with
/// the next one.
package struct Authenticator: Sendable {
    let tokens: AccessTokens
    let revocations: RevocationCheck
    let confirmations: SessionConfirmations
    let master: Database<Master>

    package init(
        tokens: AccessTokens, revocations: RevocationCheck, confirmations: SessionConfirmations,
        master: Database<Master>
    ) {
        self.tokens = tokens
        self.revocations = revocations
        self.confirmations = confirmations
        self.master = master
    }

    /// - Parameter audience: where the token is to be good; `nil` takes one of either realm.
    /// - Throws: ``AccessTokenError``; ``AuthUnavailable`` when nobody can say whether it was revoked.
    package func authenticate(bearer token: String?, audience: Audience?) async throws -> Principal {
        guard let token else { throw AccessTokenError.missing }
        let verified = try tokens.read(token, for: audience)
        let principal = try Principal(verified.claims)
        guard try await revocations.standing(of: verified) == .alive else { throw AccessTokenError.sessionRevoked }
        confirmations.note(verified.claims)
        return principal
    }

    /// Somebody who wants to end their session: the time of their token may be over, and the session too.
    ///
    /// - Throws: ``AccessTokenError`` for a token that is not ours.
    package func leaver(bearer token: String?) throws -> Principal {
        guard let token else { throw AccessTokenError.missing }
        return try Principal(tokens.verify(token, allowingExpired: true))
    }

    /// Lets only operators of the platform pass. Tokens do not say who is one: the database is asked each time.
    ///
    /// - Throws: ``AccountError/notOperator``; ``AccessTokenError/wrongAudience`` for a store's people.
    package func requireOperator(_ principal: Principal) async throws {
        guard try await AccountQueries.role(of: try principal.accountID, on: master.reading) == .operator else {
            throw AccountError.notOperator
        }
    }
}
