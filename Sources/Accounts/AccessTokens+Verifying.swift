import Crypto
import Domain
import Foundation
import NIOConcurrencyHelpers

extension AccessTokens {
    /// Reads a token that somebody sent.
    ///
    /// Believed only if it has at most 4 KiB, three segments in canonical base64url, a header that is byte for byte
    /// one of a published key, that key's signature, our issuer, and times that make sense within ``leeway``. Nothing
    /// of it is parsed before its signature is known to be good.
    ///
    /// - Parameters:
    ///   - audience: where it is to be good; `nil` leaves that to the caller.
    ///   - allowingExpired: for ending a session, which an old token may still do.
    /// - Throws: ``AccessTokenError``, the first reason found.
    package func read(
        _ token: String, for audience: Audience? = nil, allowingExpired: Bool = false
    ) throws(AccessTokenError) -> VerifiedToken {
        guard !token.isEmpty else { throw .missing }
        let text = Array(token.utf8.prefix(CompactToken.maximumLength + 1))
        guard text.count <= CompactToken.maximumLength else { throw .invalid }
        let now = now()
        let token = try genuineToken(text, at: now)
        try checkTimes(of: token.claims, at: now, allowingExpired: allowingExpired)
        if let audience, audience != token.claims.audience { throw .wrongAudience }
        return token
    }

    /// The same, and what the token says.
    package func verify(
        _ token: String, for audience: Audience? = nil, allowingExpired: Bool = false
    ) throws(AccessTokenError) -> AccessClaims {
        try read(token, for: audience, allowingExpired: allowingExpired).claims
    }

    /// The token, once its signature was found good, now or a little earlier.
    private func genuineToken(_ text: [UInt8], at now: Int64) throws(AccessTokenError) -> VerifiedToken {
        let digest = SHA256.hash(data: text)
        let (known, keys) = state.withLockedValue { ($0.verified.token(digest, at: now), $0.keys) }
        if let known { return known }
        guard let token = CompactToken(text) else { throw .invalid }
        guard let key = keys.publicKey(forHeaderSegment: token.headerSegment) else {
            unknownKeySeen.yield()
            throw .invalid
        }
        guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: token.signature),
            key.isValidSignature(signature, for: token.signingInput),
            let claims = try? JSONDecoder().decode(AccessClaims.self, from: Data(token.payload)),
            claims.issuer == issuer
        else { throw .invalid }
        let verified = VerifiedToken(claims)
        state.withLockedValue { state in
            // Keys replaced meanwhile may no longer have the one that was used.
            guard state.keys.publicKey(forHeaderSegment: token.headerSegment) != nil else { return }
            state.verified.insert(verified, of: digest, at: now)
        }
        return verified
    }

    private func checkTimes(
        of claims: AccessClaims, at now: Int64, allowingExpired: Bool
    ) throws(AccessTokenError) {
        let (length, overflow) = claims.expiresAt.subtractingReportingOverflow(claims.issuedAt)
        guard !overflow, 0...Self.maximumLifetime ~= length, claims.issuedAt <= now + Self.leeway,
            claims.notBefore <= now + Self.leeway
        else { throw .invalid }
        guard allowingExpired || now < claims.expiresAt + Self.leeway else { throw .expired }
    }
}
