import Accounts
import Crypto
import Domain
import Foundation
import Secrets

/// One minter of tokens with its key, and ways to make tokens that it never would.
struct TokenFixture {
    static let issuer = "https://control.example"
    static let keyID = KeyID("key-1")!  // a literal that is a name

    let clock = ManualClock()
    let privateKey: P256.Signing.PrivateKey
    let key: SigningKey
    let tokens: AccessTokens

    init() throws {
        privateKey = P256.Signing.PrivateKey()
        key = try SigningKey(
            id: Self.keyID, state: .active,
            privateRepresentation: SecretBytes(copying: privateKey.rawRepresentation))
        tokens = AccessTokens(
            issuer: Self.issuer, keys: try SigningKeySet([key]), now: { [clock] in clock.now })
    }

    func mint(_ audience: Audience = .platform, session: SessionID = .make()) throws -> (
        token: String, claims: AccessClaims
    ) {
        let minted = try tokens.mint(
            for: "somebody", audience: audience, session: session, generation: 3, refreshCounter: 7)
        return (minted.token.exposed, minted.claims)
    }

    /// The claims of a fresh token as JSON, to be bent.
    func payload() throws -> [String: Any] {
        let encoded = try JSONEncoder().encode(mint().claims)
        return try JSONSerialization.jsonObject(with: encoded) as? [String: Any] ?? [:]
    }

    /// Signs any header and payload with the genuine key.
    func sign(header: String = #"{"alg":"ES256","kid":"key-1","typ":"at+jwt"}"#, payload: String) throws -> String {
        let input = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(payload.utf8))
        let signature = try privateKey.signature(for: Data(input.utf8))
        return input + "." + Base64URL.encode(signature.rawRepresentation)
    }

    func sign(header: String = #"{"alg":"ES256","kid":"key-1","typ":"at+jwt"}"#, claims: [String: Any]) throws -> String
    {
        let payload = try JSONSerialization.data(withJSONObject: claims, options: [.sortedKeys])
        return try sign(header: header, payload: String(decoding: payload, as: UTF8.self))
    }
}
