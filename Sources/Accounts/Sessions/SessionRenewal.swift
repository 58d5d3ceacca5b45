import Domain
import Logging

/// Redeems refresh tokens, in either realm.
struct SessionRenewal: Sendable {
    let mint: TokenMint
    let logger: Logger

    /// New tokens for a token that may be redeemed, or the same again for one whose answer may have been lost.
    ///
    /// Rotation is a compare-and-swap: of any number of requests with one token, one rotates and all get the same
    /// refresh token.
    ///
    /// - Throws: ``AccessTokenError``: `invalid`, `sessionRevoked`, `expired`, `refreshReused`. The last has ended the
    ///   session.
    func redeem(
        _ token: RefreshToken, from rows: some SessionRows, for audience: Audience, storeGeneration: Int64? = nil,
        by client: ClientInfo
    ) async throws -> SessionTokens {
        func answer(_ row: SessionRow, _ counter: Int64) throws -> SessionTokens {
            try mint.tokens(
                of: token.sessionID, row, counter: UInt32(clamping: counter), audience: audience,
                storeGeneration: storeGeneration)
        }
        // A second look is needed when somebody else rotated in between; a third when that was twice at once.
        for _ in 1...3 {
            guard let row = try await rows.read(token.sessionID), row.salt.count == 16,
                token.isAuthentic(salt: Array(row.salt), key: mint.refreshKey)
            else { throw AccessTokenError.invalid }
            switch RefreshDecision(of: token.counter, in: row) {
            case .rotate:
                if try await rows.rotate(token.sessionID, from: token.counter) {
                    return try answer(row, row.counter + 1)
                }
            case .repeat: return try answer(row, row.counter)
            case .revoked: throw AccessTokenError.sessionRevoked
            case .expired: throw AccessTokenError.expired
            case .reuse:
                try await rows.endAfterReuse(token.sessionID, of: row, by: client)
                throw AccessTokenError.refreshReused
            case .ahead:
                logger.critical(
                    "a refresh token is ahead of its session: was the database restored from a backup?",
                    metadata: ["session": "\(token.sessionID)"])
                throw AccessTokenError.invalid
            }
        }
        throw AccessTokenError.sessionRevoked
    }
}
