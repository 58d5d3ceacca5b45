import Accounts
import Crypto
import Domain
import Foundation
import Secrets
import Testing

/// Tokens nobody minted, signed with the genuine key where they can be, so that only the rule in question can refuse.
@Suite("Forged access tokens")
struct ForgedTokenTests {
    private let fixture: TokenFixture

    init() throws {
        fixture = try TokenFixture()
    }

    private func expectInvalid(_ token: String, location: SourceLocation = #_sourceLocation) {
        #expect(throws: AccessTokenError.invalid, sourceLocation: location) { try fixture.tokens.verify(token) }
    }

    @Test(
        "without an algorithm or with another are refused",
        arguments: ["none", "None", "NONE", "nOnE", "HS256", "RS256", "ES384", ""])
    func algorithms(name: String) throws {
        let claims = try fixture.payload()
        let header = #"{"alg":"\#(name)","kid":"key-1","typ":"at+jwt"}"#
        expectInvalid(try fixture.sign(header: header, claims: claims))
        let unsigned = try fixture.sign(header: header, claims: claims).split(separator: ".").prefix(2).joined(
            separator: ".")
        expectInvalid(unsigned + ".")
        expectInvalid(unsigned)
    }

    @Test("signed by HMAC with the public key are refused")
    func keyConfusion() throws {
        let publicKey = fixture.privateKey.publicKey
        let secrets = [
            Data(publicKey.pemRepresentation.utf8), publicKey.derRepresentation, publicKey.rawRepresentation,
            publicKey.x963Representation, Data(),
        ]
        for secret in secrets {
            for algorithm in ["HS256", "ES256"] {
                let header = Base64URL.encode(Array(#"{"alg":"\#(algorithm)","kid":"key-1","typ":"at+jwt"}"#.utf8))
                let payload = try JSONSerialization.data(withJSONObject: fixture.payload())
                let input = header + "." + Base64URL.encode(payload)
                let code = HMAC<SHA256>.authenticationCode(for: Data(input.utf8), using: SymmetricKey(data: secret))
                expectInvalid(input + "." + Base64URL.encode(Array(code)))
                expectInvalid(input + "." + Base64URL.encode(Array(code) + Array(code)))
            }
        }
    }

    @Test(
        "with any header but our own, byte for byte, are refused",
        arguments: [
            #"{"alg":"ES256","typ":"at+jwt"}"#, #"{"alg":"ES256","kid":"key-2","typ":"at+jwt"}"#,
            #"{"alg":"ES256","kid":"key-1","kid":"key-1","typ":"at+jwt"}"#,
            #"{"alg":"ES256","kid":"../../dev/null","typ":"at+jwt"}"#,
            #"{"alg":"ES256","kid":"' or 1=1 --","typ":"at+jwt"}"#, #"{"alg":"ES256","kid":"key-1","typ":"JWT"}"#,
            #"{"alg":"ES256","kid":"key-1"}"#, #"{"kid":"key-1","alg":"ES256","typ":"at+jwt"}"#,
            #"{"alg":"ES256", "kid":"key-1","typ":"at+jwt"}"#,
            #"{"alg":"ES256","crit":["exp"],"kid":"key-1","typ":"at+jwt"}"#,
            #"{"alg":"ES256","b64":false,"crit":["b64"],"kid":"key-1","typ":"at+jwt"}"#,
            #"{"alg":"ES256","jku":"https://attacker.example/jwks.json","kid":"key-1","typ":"at+jwt"}"#,
            #"{"alg":"ES256","kid":"key-1","typ":"at+jwt","x5u":"https://attacker.example/cert.pem"}"#,
            #"{"alg":"ES256","jwk":{"kty":"EC"},"kid":"key-1","typ":"at+jwt"}"#,
            #"{"alg":"ES256","kid":"key-1","typ":"at+jwt","x5c":["MII="]}"#,
            #"{"alg":"es256","kid":"key-1","typ":"at+jwt"}"#,
            "", "{}", "null",
        ])
    func headers(header: String) throws {
        expectInvalid(try fixture.sign(header: header, claims: fixture.payload()))
    }

    @Test("of a megabyte, or a byte over four kilobytes, are refused")
    func length() throws {
        var claims = try fixture.payload()
        claims["padding"] = ""
        let spare = 4_096 - (try fixture.sign(claims: claims)).utf8.count
        claims["padding"] = String(repeating: "x", count: spare / 4 * 3 - 8)
        #expect(throws: Never.self) { try fixture.tokens.verify(fixture.sign(claims: claims)) }
        claims["padding"] = String(repeating: "x", count: spare / 4 * 3 + 8)
        expectInvalid(try fixture.sign(claims: claims))
        expectInvalid(String(repeating: "a", count: 1 << 20))
        expectInvalid(String(repeating: ".", count: 1 << 20))
    }

    @Test("that spell a genuine one differently are refused, also while the genuine one is remembered")
    func spellings() throws {
        let token = try fixture.mint().token
        #expect(throws: Never.self) { try fixture.tokens.verify(token) }
        let segments = token.split(separator: ".").map(String.init)
        let last = segments[2].last.map(String.init) ?? ""
        var variants = ["==", "=", "A", "AA", " ", "\n", ".", ".x", "\u{0}", "%3D"].map { token + $0 }
        variants += [
            " " + token, "Bearer " + token, token.replacing(".", with: ".."), token.replacing(".", with: "=."),
        ]
        variants += ["-": "+", "_": "/"].map { token.replacing($0.key, with: $0.value) }.filter { $0 != token }
        // The last character carries two spare bits: its three neighbours decode to the same signature elsewhere.
        for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        where String(character) != last {
            variants.append(String(token.dropLast()) + String(character))
        }
        for variant in variants { expectInvalid(variant) }
        for missing in 0..<3 {
            var two = segments
            two[missing] = ""
            expectInvalid(two.joined(separator: "."))
            two.remove(at: missing)
            expectInvalid(two.joined(separator: "."))
        }
    }

    @Test("with any one bit of any segment flipped are refused")
    func flippedBits() throws {
        let token = Array(try fixture.mint().token.utf8)
        for position in token.indices {
            var flipped = token
            flipped[position] ^= 1
            expectInvalid(String(decoding: flipped, as: UTF8.self))
        }
    }

    @Test("that are refresh tokens are refused, and the other way round")
    func otherKinds() throws {
        let key = try #require(RefreshTokenKey(RefreshTokenKey.generate()))
        let refresh = RefreshToken(realm: .platform, sessionID: .make(), counter: 0, salt: Array(0..<16), key: key)
        expectInvalid(refresh.text.exposed)
        #expect(RefreshToken(try fixture.mint().token) == nil)
    }

    @Test("with zeros for a signature, or another key's, are refused")
    func signatures() throws {
        let token = try fixture.mint().token
        let input = token.split(separator: ".").prefix(2).joined(separator: ".")
        expectInvalid(input + "." + Base64URL.encode([UInt8](repeating: 0, count: 64)))
        let stranger = try P256.Signing.PrivateKey().signature(for: Data(input.utf8))
        expectInvalid(input + "." + Base64URL.encode(stranger.rawRepresentation))
        expectInvalid(input + "." + Base64URL.encode(stranger.derRepresentation))
    }
}
