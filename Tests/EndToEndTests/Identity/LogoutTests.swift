import Accounts
import Domain
import Foundation
import Logging
import LocalServers
import NIOHTTP1
import Postgres
import Secrets
import TestSupport
import Testing

extension Identity {
    @Suite("Logging out")
    struct LogoutTests {
        @Test("in one process counts with the next request in another", .timeLimit(.minutes(10)))
        func everywhere() async throws {
            try await Platform.with { platform in
                try await platform.withAnotherAPI { other in
                    let person = try await platform.signUpPerson()
                    try await SessionFactory.with(platform) { factory in
                        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
                            for lane in 0..<16 {
                                group.addTask {
                                    var accepted = 0
                                    let (here, there) = lane % 2 == 0 ? (platform.port, other) : (other, platform.port)
                                    for _ in 0..<(Rounds.of(800) / 16) {
                                        let session = try await factory.makeSession(of: person.id)
                                        let before = try await platform.me(session.access, at: there)
                                        #expect(before.status == 200, "\(before.text)")
                                        let out = try await platform.logout(session.access, at: here)
                                        #expect(out.status == 204, "\(out.text)")
                                        let after = try await platform.me(session.access, at: there)
                                        if after.status != 401 { accepted += 1 }
                                        #expect(after.code == "session_revoked", "\(after.text)")
                                    }
                                    return accepted
                                }
                            }
                            return try await group.reduce(0, +)
                        }
                        #expect(accepted == 0)
                    }
                }
            }
        }

        @Test("ends the session it was asked to, the others, or all", .timeLimit(.minutes(5)))
        func scopes() async throws {
            try await Platform.with { platform in
                let first = try await platform.signUpPerson()
                let second = try await platform.signIn(first.email)
                let third = try await platform.signIn(first.email)
                #expect(try await platform.logout(second.access, scope: "others").status == 204)
                #expect(try await platform.me(second.access).status == 200)
                for gone in [first, third] {
                    #expect(try await platform.me(gone.access).code == "session_revoked")
                    #expect(try await platform.refresh(gone.refresh).code == "session_revoked")
                }
                let fourth = try await platform.signIn(first.email)
                #expect(try await platform.logout(second.access, scope: "all").status == 204)
                for gone in [second, fourth] { #expect(try await platform.me(gone.access).code == "session_revoked") }
                #expect(try await platform.logout(second.access).status == 204, "again is fine")
                #expect(try await platform.signIn(first.email).access.isEmpty == false)
                let bad = try await platform.logout(try await platform.signIn(first.email).access, scope: "everything")
                #expect(bad.status == 400 && bad.code == "invalid_request")
            }
        }

        @Test("takes a token whose time is over, and none that is not ours", .timeLimit(.minutes(5)))
        func expired() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                try await SessionFactory.with(platform) { factory in
                    let session = try await factory.makeSession(of: person.id)
                    let old = try factory.tokens(shifted: -3_600).mint(
                        for: person.id, audience: .platform, session: session.id, generation: 1, refreshCounter: 0)
                    #expect(try await platform.me(old.token.exposed).code == "token_expired")
                    #expect(try await platform.logout(old.token.exposed).status == 204)
                    #expect(try await platform.me(session.access).code == "session_revoked")
                }
                #expect(try await platform.logout("x.y.z").code == "token_invalid")
                #expect(try await platform.call(.POST, "/api/auth/logout").code == "token_missing")
            }
        }

        @Test("everywhere leaves a log-in of the same moment alone", .timeLimit(.minutes(5)))
        func loginMeanwhile() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                for _ in 1...10 {
                    let old = try await platform.signIn(person.email)
                    async let coming = platform.login(person.email)
                    #expect(try await platform.logout(old.access, scope: "all").status == 204)
                    let answer = try await coming
                    #expect(answer.status == 200)
                    // Whether it came before or after, its tokens agree with each other.
                    let access = try await platform.me(try #require(answer.string("accessToken"))).status
                    let refresh = try await platform.refresh(try #require(answer.string("refreshToken"))).status
                    #expect(access == refresh)
                    #expect(try await platform.me(old.access).status == 401)
                }
            }
        }

        @Test("sessions are listed, and ended one by one by their owner alone", .timeLimit(.minutes(5)))
        func sessions() async throws {
            try await Platform.with { platform in
                let first = try await platform.signUpPerson()
                let second = try await platform.signIn(first.email)
                let stranger = try await platform.signUpPerson()
                let list = try await platform.call(.GET, "/api/auth/sessions", token: second.access)
                let items = try #require(list.json["items"] as? [[String: Any]])
                #expect(items.count == 2)
                let other = try #require(items.first { $0["isCurrent"] as? Bool == false }?["id"] as? String)
                let foreign = try await platform.call(.DELETE, "/api/auth/sessions/\(other)", token: stranger.access)
                #expect(foreign.status == 404 && foreign.code == "not_found")
                #expect(try await platform.me(first.access).status == 200)
                #expect(
                    try await platform.call(.DELETE, "/api/auth/sessions/\(other)", token: second.access).status == 204)
                #expect(try await platform.me(first.access).code == "session_revoked")
                #expect(
                    try await platform.call(.DELETE, "/api/auth/sessions/\(other)", token: second.access).status == 404)
                #expect(try await platform.call(.DELETE, "/api/auth/sessions/x", token: second.access).status == 404)
            }
        }

        @Test("a new password ends the other sessions and the old password", .timeLimit(.minutes(5)))
        func password() async throws {
            try await Platform.with { platform in
                let first = try await platform.signUpPerson()
                let second = try await platform.signIn(first.email)
                func change(_ current: String, _ new: String) async throws -> Platform.Answer {
                    try await platform.call(
                        .POST, "/api/auth/password", token: second.access,
                        json: ["currentPassword": current, "newPassword": new])
                }
                #expect(try await change("wrong password", "a new and better one").code == "invalid_credentials")
                #expect(try await change(Platform.Person.password, "short").code == "weak_password")
                #expect(try await platform.me(first.access).status == 200)
                #expect(try await change(Platform.Person.password, "a new and better one").status == 204)
                #expect(try await platform.me(first.access).code == "session_revoked")
                #expect(try await platform.me(second.access).status == 200)
                #expect(try await platform.login(first.email).status == 401)
                #expect(try await platform.login(first.email, "a new and better one").status == 200)
            }
        }

        @Test("a deactivated account is out with its next request", .timeLimit(.minutes(5)))
        func deactivated() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                let command = try await platform.start(["users", "deactivate", person.email], name: "users")
                #expect(try await command.waitForExit() == .exited(0))
                #expect(try await platform.me(person.access).code == "session_revoked")
                #expect(try await platform.refresh(person.refresh).code == "session_revoked")
                #expect(try await platform.login(person.email).code == "invalid_credentials")
            }
        }
    }
}
