import Accounts
import Domain
import Foundation
import Testing

@Suite("Access tokens with a genuine signature over claims that are not ours")
struct BentClaimsTests {
    private let fixture: TokenFixture

    init() throws {
        fixture = try TokenFixture()
    }

    @Test(
        "are refused for times that are none",
        arguments: [
            #""1772352600""#, "1772352600.5", "1e308", "1e400", "-1", "9223372036854775807", "-9223372036854775808",
            "null", "true", "[]", "{}", "99999999999999999999",
        ])
    func times(value: String) throws {
        for claim in ["exp", "iat", "nbf"] {
            let token = try fixture.sign(payload: bent(claim, to: value))
            guard claim != "nbf" || !value.hasPrefix("-") else { continue }  // long ago is a fine time to begin
            #expect(throws: AccessTokenError.self) { try fixture.tokens.verify(token) }
        }
    }

    @Test("are refused when they would be good for ten years, or were over before they began")
    func lifetimes() throws {
        var claims = try fixture.payload()
        let issued = try #require(claims["iat"] as? Int64)
        for lifetime in [86_401, 315_360_000, -1] as [Int64] {
            claims["exp"] = issued + lifetime
            let token = try fixture.sign(claims: claims)
            #expect(throws: AccessTokenError.self) { try fixture.tokens.verify(token) }
        }
        claims["exp"] = issued + 86_400
        #expect(throws: Never.self) { try fixture.tokens.verify(fixture.sign(claims: claims)) }
    }

    @Test("are refused when they come from the future")
    func future() throws {
        for claim in ["iat", "nbf"] {
            var claims = try fixture.payload()
            claims[claim] = try #require(claims["iat"] as? Int64) + 31
            let token = try fixture.sign(claims: claims)
            #expect(throws: AccessTokenError.invalid) { try fixture.tokens.verify(token) }
        }
    }

    @Test(
        "are refused for an audience, subject or session in another form",
        arguments: [
            ("aud", #"["platform"]"#), ("aud", #""Platform""#), ("aud", #""""#), ("aud", #""store:""#),
            ("aud", #""store:00112233-4455-6677-8899-AABBCCDDEEFF""#), ("aud", "null"),
            ("aud", #""store:00112233-4455-6677-8899-aabbccddeeff""#),
            ("storeId", #""00112233-4455-6677-8899-aabbccddeeff""#), ("sub", #""""#), ("sub", "7"),
            ("sub", "\"" + String(repeating: "s", count: 129) + "\""), ("sid", #""*""#), ("sid", "null"),
            ("jti", #""x""#), ("gen", #""3""#), ("rtc", "-1"), ("rtc", "4294967296"), ("auth_time", "1.5"),
            ("iss", "[]"),
        ])
    func others(claim: String, value: String) throws {
        let token = try fixture.sign(payload: bent(claim, to: value))
        #expect(throws: AccessTokenError.invalid) { try fixture.tokens.verify(token) }
    }

    @Test("are refused when one is missing, or the payload is no object")
    func missing() throws {
        for claim in try fixture.payload().keys {
            var claims = try fixture.payload()
            claims[claim] = nil
            let token = try fixture.sign(claims: claims)
            #expect(throws: AccessTokenError.invalid) { try fixture.tokens.verify(token) }
        }
        for payload in ["null", "[]", "{}", "7", "{", String(repeating: "[", count: 2_500)] {
            let token = try fixture.sign(payload: payload)
            #expect(throws: AccessTokenError.invalid) { try fixture.tokens.verify(token) }
        }
    }

    /// A fresh payload with one claim replaced by a piece of JSON.
    private func bent(_ claim: String, to value: String) throws -> String {
        var claims = try fixture.payload()
        claims[claim] = "@@"
        let text = String(decoding: try JSONSerialization.data(withJSONObject: claims), as: UTF8.self)
        return text.replacing("\"@@\"", with: value)
    }
}
