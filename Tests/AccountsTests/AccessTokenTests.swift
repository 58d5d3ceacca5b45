import Accounts
import Domain
import Foundation
import Secrets
import Testing

@Suite("Access tokens")
struct AccessTokenTests {
    private let fixture: TokenFixture

    init() throws {
        fixture = try TokenFixture()
    }

    @Test("say who, where, which session and until when")
    func claims() throws {
        let (session, store) = (SessionID.make(), Store.ID.make())
        let (token, minted) = try fixture.mint(.store(store), session: session)
        let claims = try fixture.tokens.verify(token, for: .store(store))
        #expect(claims == minted)
        #expect(claims.subject == "somebody")
        #expect(claims.sessionID == session)
        #expect(claims.storeID == store)
        #expect(claims.generation == 3 && claims.refreshCounter == 7)
        #expect(claims.expiresAt - claims.issuedAt == 600)
        #expect(claims.notBefore == claims.issuedAt && claims.authenticatedAt == claims.issuedAt)
    }

    @Test("have exactly the header of their kind, and claims in the contract's words")
    func form() throws {
        let store = Store.ID.make()
        let segments = try fixture.mint(.store(store)).token.split(separator: ".")
        let header = try #require(Base64URL.decode(segments[0]))
        #expect(String(decoding: header, as: UTF8.self) == #"{"alg":"ES256","kid":"key-1","typ":"at+jwt"}"#)
        let payload =
            try JSONSerialization.jsonObject(with: Data(try #require(Base64URL.decode(segments[1])))) as? [String: Any]
        #expect(payload?["aud"] as? String == "store:\(store)")
        #expect(payload?["storeId"] as? String == store.description)
        #expect(
            Set(payload?.keys ?? [:].keys) == [
                "iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp", "gen", "rtc", "auth_time", "storeId", "sgen",
            ])
        #expect(try fixture.payload()["storeId"] == nil)
    }

    @Test("are good until they expire, give or take thirty seconds, also when they are remembered")
    func expiry() throws {
        let (token, claims) = try fixture.mint()
        fixture.clock.advance(by: 629)
        #expect(try fixture.tokens.verify(token) == claims)
        fixture.clock.advance(by: 1)
        #expect(throws: AccessTokenError.expired) { try fixture.tokens.verify(token) }
        #expect(try fixture.tokens.verify(token, allowingExpired: true) == claims)
    }

    @Test("are not good before their time")
    func early() throws {
        let (token, _) = try fixture.mint()
        fixture.clock.advance(by: -31)
        #expect(throws: AccessTokenError.invalid) { try fixture.tokens.verify(token) }
        fixture.clock.advance(by: 1)
        #expect(throws: Never.self) { try fixture.tokens.verify(token) }
    }

    @Test("are good for one audience")
    func audiences() throws {
        let (one, two) = (Store.ID.make(), Store.ID.make())
        let store = try fixture.mint(.store(one)).token
        #expect(throws: AccessTokenError.wrongAudience) { try fixture.tokens.verify(store, for: .platform) }
        #expect(throws: AccessTokenError.wrongAudience) { try fixture.tokens.verify(store, for: .store(two)) }
        let platform = try fixture.mint().token
        #expect(throws: AccessTokenError.wrongAudience) { try fixture.tokens.verify(platform, for: .store(one)) }
        #expect(try fixture.tokens.verify(platform, for: .platform).audience == .platform)
    }

    @Test("are good for one issuer")
    func issuers() throws {
        var claims = try fixture.payload()
        claims["iss"] = "https://elsewhere.example"
        let token = try fixture.sign(claims: claims)
        #expect(throws: AccessTokenError.invalid) { try fixture.tokens.verify(token) }
    }

    @Test("never show a secret in what is thrown about them, and have the contract's codes")
    func codes() throws {
        let errors: [(AccessTokenError, String)] = [
            (.missing, "token_missing"), (.invalid, "token_invalid"), (.expired, "token_expired"),
            (.sessionRevoked, "session_revoked"), (.wrongAudience, "wrong_audience"),
        ]
        for (error, code) in errors {
            #expect(error.explanation.code == code)
            #expect(error.explanation.kind == .unauthenticated)
        }
        #expect(throws: AccessTokenError.missing) { try fixture.tokens.verify("") }
    }

    @Test("are minted and read at the same time by many, all different")
    func concurrency() async throws {
        let tokens = try await withThrowingTaskGroup { group in
            for _ in 0..<64 { group.addTask { try fixture.mint().token } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(tokens.count == 64)
        await withTaskGroup { group in
            for token in tokens { group.addTask { #expect((try? fixture.tokens.verify(token)) != nil) } }
        }
    }
}
