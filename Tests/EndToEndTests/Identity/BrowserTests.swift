import Foundation
import NIOHTTP1
import TestSupport
import Testing

extension Identity {
    @Suite("Browsers")
    struct BrowserTests {
        private let sameOrigin = ["Sec-Fetch-Site": "same-origin"]

        /// Signs somebody in who asks for the cookie; gives what a browser would send back.
        private func cookie(_ platform: Platform, _ email: String) async throws -> (cookie: String, access: String) {
            let answer = try await platform.call(
                .POST, "/api/auth/login",
                json: ["email": email, "password": Platform.Person.password, "refreshTokenIn": "cookie"],
                headers: sameOrigin)
            try #require(answer.status == 200, "\(answer.text)")
            #expect(answer.string("refreshToken") == nil)
            return (try pair(answer), try #require(answer.string("accessToken")))
        }

        private func pair(_ answer: Platform.Answer) throws -> String {
            let field = try #require(answer.headers["Set-Cookie"].first { $0.hasPrefix("__Host-tenantry_refresh=") })
            for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] { #expect(field.contains(attribute)) }
            #expect(!field.contains("Domain"))
            return String(field.prefix { $0 != ";" })
        }

        private func refresh(
            _ platform: Platform, _ headers: [String: String], body: Data? = nil
        ) async throws -> Platform.Answer {
            try await platform.call(.POST, "/api/auth/refresh", token: nil, body: body, headers: headers)
        }

        @Test("keep the refresh token where no script reads it", .timeLimit(.minutes(5)))
        func cookies() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                let (cookie, access) = try await cookie(platform, person.email)
                let renewed = try await refresh(platform, sameOrigin.merging(["Cookie": cookie]) { $1 })
                #expect(renewed.status == 200 && renewed.string("refreshToken") == nil, "\(renewed.text)")
                let next = try pair(renewed)
                #expect(next != cookie)
                // The cookie alone opens nothing but this.
                let alone = try await platform.call(
                    .GET, "/api/auth/me", headers: sameOrigin.merging(["Cookie": next]) { $1 })
                #expect(alone.code == "token_missing")
                #expect(try await platform.me(access).status == 200)
            }
        }

        @Test("are not led by other sites, sibling stores among them", .timeLimit(.minutes(5)))
        func crossSite() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                let cookie = try await cookie(platform, person.email).cookie
                let own = "http://127.0.0.1:\(platform.port)"
                let foreign: [[String: String]] = [
                    [:], ["Sec-Fetch-Site": "same-site"], ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "none"],
                    ["Sec-Fetch-Site": "same-site", "Origin": own], ["Origin": "null"],
                    ["Origin": "https://evil.example"],
                    ["Origin": "\(own).evil.example"], ["Origin": "http://shop.localhost:\(platform.port)"],
                ]
                for headers in foreign {
                    let answer = try await refresh(platform, headers.merging(["Cookie": cookie]) { $1 })
                    #expect(answer.status == 403 && answer.code == "csrf_rejected", "\(headers) \(answer.text)")
                }
                let twice = try await refresh(
                    platform, sameOrigin.merging(["Cookie": "\(cookie); \(cookie)"]) { $1 })
                #expect(twice.status == 401)
                let both = try await refresh(
                    platform, sameOrigin.merging(["Cookie": cookie]) { $1 },
                    body: Data(#"{"refreshToken":"\#(person.refresh)"}"#.utf8))
                #expect(both.status == 400, "\(both.text)")
                let form = try await refresh(
                    platform,
                    sameOrigin.merging(["Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"]) { $1 },
                    body: Data("a=b".utf8))
                #expect(form.status == 415, "\(form.text)")
                let override = try await platform.call(
                    .GET, "/api/auth/refresh", headers: ["Cookie": cookie, "X-HTTP-Method-Override": "POST"])
                #expect(override.status == 405)
                #expect(try await refresh(platform, ["Origin": own, "Cookie": cookie]).status == 200)
            }
        }
    }
}
