import Crypto
package import Domain
import Foundation
package import Secrets

extension AccessTokens {
    /// Mints a token that is good from now on for ``lifetime``.
    ///
    /// - Parameters:
    ///   - subject: who it is, an id of the audience's realm, 1 to 128 bytes.
    ///   - generation: the user's generation at this moment.
    ///   - storeGeneration: the store's at this moment; left out on the platform. 1, the first, by default.
    ///   - refreshCounter: the counter of the refresh token that goes with it.
    ///   - authenticatedAt: when the password was given; now by default.
    /// - Returns: the token, and what it says.
    package func mint(
        for subject: String, audience: Audience, session: SessionID, generation: Int64,
        storeGeneration: Int64? = nil, refreshCounter: UInt32, authenticatedAt: Timestamp? = nil
    ) throws -> (token: Redacted<String>, claims: AccessClaims) {
        let now = now()
        let claims = AccessClaims(
            issuer: issuer, audience: audience, subject: subject, sessionID: session, tokenID: .version7(),
            issuedAt: now, notBefore: now, expiresAt: now + lifetime, generation: generation,
            storeGeneration: audience.storeID == nil ? nil : storeGeneration ?? 1, refreshCounter: refreshCounter,
            authenticatedAt: authenticatedAt.map { Int64($0.rawValue.timeIntervalSince1970) } ?? now)
        return (Redacted(try sign(claims)), claims)
    }

    /// Signs claims as they are with the active key.
    func sign(_ claims: AccessClaims) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let key = keys.active
        let payload = Array(Base64URL.encode(try encoder.encode(claims)).utf8)
        let signingInput = key.headerSegment + [UInt8(ascii: ".")] + payload
        let signature = try key.privateKey.signature(for: signingInput)
        return String(decoding: signingInput, as: UTF8.self) + "." + Base64URL.encode(signature.rawRepresentation)
    }
}
