import Accounts
import Crypto
import Domain
import Foundation
import JWTKit
import Secrets
import Testing

@Suite("Access tokens beside another implementation of JWT")
struct JWTKitReferenceTests {
    private struct Payload: JWTPayload {
        var iss: String
        var aud: String
        var sub: String
        var sid: String
        var jti: String
        var iat: Int64
        var nbf: Int64
        var exp: Int64
        var gen: Int64
        var rtc: UInt32
        var authenticatedAt: Int64

        enum CodingKeys: String, CodingKey {
            case iss, aud, sub, sid, jti, iat, nbf, exp, gen, rtc
            case authenticatedAt = "auth_time"
        }

        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    private let fixture: TokenFixture

    init() throws {
        fixture = try TokenFixture()
    }

    @Test("are believed by it, by our published keys alone")
    func ours() async throws {
        let (token, claims) = try fixture.mint()
        let published = String(decoding: fixture.tokens.keys.jwks, as: UTF8.self)
        let collection = try await JWTKeyCollection().add(jwksJSON: published)
        let payload = try await collection.verify(token, as: Payload.self)
        #expect(payload.sid == claims.sessionID.description)
        #expect(payload.aud == "platform")
        #expect(payload.exp == claims.expiresAt)
    }

    @Test("are believed by us when it makes them with our key and our header")
    func theirs() async throws {
        let (_, claims) = try fixture.mint()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let collection = await JWTKeyCollection().add(
            ecdsa: try ES256PrivateKey(backing: fixture.privateKey), kid: "key-1",
            serializer: DefaultJWTSerializer(jsonEncoder: encoder))
        let payload = Payload(
            iss: claims.issuer, aud: "platform", sub: "somebody", sid: claims.sessionID.description,
            jti: UUID().uuidString.lowercased(), iat: claims.issuedAt, nbf: claims.notBefore, exp: claims.expiresAt,
            gen: 3, rtc: 7, authenticatedAt: claims.authenticatedAt)
        let token = try await collection.sign(payload, kid: "key-1", header: ["typ": "at+jwt"])
        #expect(try fixture.tokens.verify(token).sessionID == claims.sessionID)
        let other = try await collection.sign(payload, kid: "key-1")
        #expect(throws: AccessTokenError.invalid) { try fixture.tokens.verify(other) }
    }
}
