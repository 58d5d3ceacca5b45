import Accounts
import Crypto
import Domain
import Foundation
import NIOHTTP1
import Secrets
import TestSupport
import Testing

extension Identity {
    /// Tokens that somebody made or bent. What the verifier does with each in detail has tests of its own; here it is the
    /// whole process that must not be impressed.
    @Suite("Attacks with tokens")
    struct TokenAttackTests {
        private func base64(_ data: some DataProtocol) -> String {
            Data(data).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
                "=", with: "")
        }

        @Test("no header talks its way in, and none makes the server look anywhere", .timeLimit(.minutes(5)))
        func headers() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                let parts = person.access.split(separator: ".").map(String.init)
                let keySet = try await platform.call(.GET, "/.well-known/jwks.json")
                let key = try #require((keySet.json["keys"] as? [[String: String]])?.first)
                let kid = try #require(key["kid"])
                var headers = ["none", "None", "NONE", "nOnE", "HS256", "RS256", "ES384", ""].map {
                    #"{"alg":"\#($0)","kid":"\#(kid)","typ":"at+jwt"}"#
                }
                headers += [
                    #"{"alg":"ES256","typ":"at+jwt"}"#, #"{"alg":"ES256","kid":"unknown","typ":"at+jwt"}"#,
                    #"{"alg":"ES256","kid":"\#(kid)","kid":"\#(kid)","typ":"at+jwt"}"#,
                    #"{"alg":"ES256","kid":"../../../../dev/null","typ":"at+jwt"}"#,
                    #"{"alg":"ES256","kid":"' or '1'='1","typ":"at+jwt"}"#,
                    #"{"alg":"ES256","kid":"\#(String(repeating: "k", count: 1 << 20))","typ":"at+jwt"}"#,
                    #"{"alg":"ES256","jku":"http://127.0.0.1:\#(platform.port)/x","kid":"\#(kid)","typ":"at+jwt"}"#,
                    #"{"alg":"ES256","x5u":"http://127.0.0.1:\#(platform.port)/x","kid":"\#(kid)","typ":"at+jwt"}"#,
                    #"{"alg":"ES256","jwk":{"kty":"EC","crv":"P-256"},"kid":"\#(kid)","typ":"at+jwt"}"#,
                    #"{"alg":"ES256","x5c":["MII"],"kid":"\#(kid)","typ":"at+jwt"}"#,
                    #"{"alg":"ES256","b64":false,"crit":["b64"],"kid":"\#(kid)","typ":"at+jwt"}"#,
                    #"{"alg":"ES256","kid":"\#(kid)","typ":"JWT"}"#,
                    #"{"typ":"at+jwt","kid":"\#(kid)","alg":"ES256"}"#,
                ]
                for header in headers {
                    let input = "\(base64(Data(header.utf8))).\(parts[1])"
                    let mac = HMAC<SHA256>.authenticationCode(
                        for: Data(input.utf8), using: SymmetricKey(data: Data(keySet.body)))
                    for signature in ["", parts[2], base64(Data(mac))] {
                        let answer = try await platform.me("\(input).\(signature)")
                        #expect([400, 401, 431].contains(answer.status), "\(header.prefix(80)) \(answer.text)")
                        if answer.status == 401 { #expect(answer.code == "token_invalid") }
                    }
                }
                #expect(try await platform.me(person.access).status == 200)
                let logs = try platform.logs()
                #expect(!logs.contains("dev/null") && !logs.contains("'1'='1"))
            }
        }

        @Test("a genuine token spelled otherwise is none, before and after its session ended", .timeLimit(.minutes(5)))
        func spellings() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                let parts = person.access.split(separator: ".").map(String.init)
                let last = try #require(parts[2].last)
                let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
                let place = try #require(alphabet.firstIndex(of: last))
                let sibling = alphabet[place ^ 1]  // the same bytes, other unused bits
                let spellings = [
                    person.access + "==", person.access + "=", person.access + ".", "." + person.access,
                    "\(parts[0]).\(parts[1]).\(parts[2].dropLast())\(sibling)",
                    "\(parts[0])=.\(parts[1]).\(parts[2])", "\(parts[0]).\(parts[1])==.\(parts[2])",
                    person.access.replacing("-", with: "+").replacing("_", with: "/") + "=",
                ]
                for spelling in spellings where spelling != person.access {
                    #expect(try await platform.me(spelling).code == "token_invalid", "\(spelling.suffix(12))")
                }
                #expect(try await platform.logout(person.access).status == 204)
                for spelling in spellings { #expect(try await platform.me(spelling).status == 401) }
            }
        }

        @Test(
            "times and audiences that make no sense are refused, however well they are signed", .timeLimit(.minutes(5)))
        func times() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                try await SessionFactory.with(platform) { factory in
                    let session = try await factory.makeSession(of: person.id)
                    func code(shifted seconds: Double, _ audience: Audience = .platform) async throws -> String? {
                        let minted = try factory.tokens(shifted: seconds).mint(
                            for: person.id, audience: audience, session: session.id, generation: 1, refreshCounter: 0)
                        return try await platform.me(minted.token.exposed).code
                    }
                    #expect(try await code(shifted: 0) == nil)
                    #expect(try await code(shifted: -700) == "token_expired")
                    #expect(try await code(shifted: 3_600) == "token_invalid")
                    #expect(try await code(shifted: 86_400 * 3_650) == "token_invalid")
                    // Good for a store that does not exist: there is nobody to be.
                    #expect(try await code(shifted: 0, .store(.make())) == "tenant_unavailable")
                }
            }
        }
    }
}
