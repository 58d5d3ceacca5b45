import Domain
import Foundation
package import Secrets

/// What keeps somebody signed in.
package struct SessionTokens: Sendable {
    package let accessToken: Redacted<String>
    package let refreshToken: Redacted<String>
    /// How long the access token is good.
    package let expiresIn: Duration

    package init(accessToken: Redacted<String>, refreshToken: Redacted<String>, expiresIn: Duration) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.expiresIn = expiresIn
    }
}

/// Makes the tokens of a session.
struct TokenMint: Sendable {
    let tokens: AccessTokens
    let refreshKey: RefreshTokenKey

    /// - Parameters:
    ///   - counter: of the refresh token.
    ///   - storeGeneration: of a store's; `nil` on the platform.
    func tokens(
        of id: SessionID, _ row: SessionRow, counter: UInt32, audience: Audience, storeGeneration: Int64? = nil
    ) throws -> SessionTokens {
        let access = try tokens.mint(
            for: row.subject, audience: audience, session: id, generation: row.generation,
            storeGeneration: storeGeneration, refreshCounter: counter,
            authenticatedAt: .init(.init(timeIntervalSince1970: row.authenticatedAt)))
        let refresh = RefreshToken(
            realm: audience.realm, sessionID: id, counter: counter, salt: Array(row.salt), key: refreshKey)
        return SessionTokens(
            accessToken: access.token, refreshToken: refresh.text, expiresIn: .seconds(tokens.lifetime))
    }
}
