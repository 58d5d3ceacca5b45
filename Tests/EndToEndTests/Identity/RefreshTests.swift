import Domain
import Foundation
import NIOHTTP1
import Postgres
import Secrets
import TestSupport
import Testing

extension Identity {
    @Suite("Refreshing")
    struct RefreshTests {
        @Test("64 at once are one rotation with one answer", .timeLimit(.minutes(5)))
        func concurrent() async throws {
            try await Platform.with { platform in
                try await platform.withAnotherAPI { other in
                    let person = try await platform.signUpPerson()
                    let answers = try await withThrowingTaskGroup(of: Platform.Answer.self) { group in
                        for number in 1...64 {
                            group.addTask {
                                try await platform.refresh(person.refresh, at: number % 2 == 0 ? other : nil)
                            }
                        }
                        return try await group.reduce(into: []) { $0.append($1) }
                    }
                    #expect(
                        answers.allSatisfy { $0.status == 200 }, "\(answers.first { $0.status != 200 }?.text ?? "")")
                    #expect(Set(answers.compactMap { $0.string("refreshToken") }).count == 1)
                    let counter = try await platform.inMaster {
                        try await $0.first("select rt_counter from sessions", as: Int64.self)
                    }
                    #expect(counter == 1)
                    let access = try #require(answers.last?.string("accessToken"))
                    #expect(try await platform.me(access).status == 200)
                }
            }
        }

        @Test("a spent token ends the session of everybody who holds a part of it", .timeLimit(.minutes(5)))
        func reuse() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                let first = try await platform.refresh(person.refresh)
                let second = try await platform.refresh(try #require(first.string("refreshToken")))
                #expect(second.status == 200)
                let spent = try await platform.refresh(person.refresh)
                #expect(spent.status == 401 && spent.code == "refresh_reused", "\(spent.text)")
                let heir = try await platform.refresh(try #require(second.string("refreshToken")))
                #expect(heir.status == 401 && heir.code == "session_revoked", "\(heir.text)")
                for answer in [first, second] {
                    let dead = try await platform.me(try #require(answer.string("accessToken")))
                    #expect(dead.status == 401 && dead.code == "session_revoked", "\(dead.text)")
                }
                let audited = try await platform.inMaster {
                    try await $0.first(
                        "select count(*) from audit_log where action = 'session.reuse_detected'", as: Int64.self)
                }
                #expect(audited == 1)
            }
        }

        @Test("a lost answer is given again, until one of its tokens was used", .timeLimit(.minutes(5)))
        func lostAnswer() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                let first = try await platform.refresh(person.refresh)
                try await later(platform, by: "2 hours")
                let again = try await platform.refresh(person.refresh)
                #expect(again.status == 200)
                #expect(again.string("refreshToken") == first.string("refreshToken"))
                // An access token of the answer is used, and the platform takes note of it.
                #expect(try await platform.me(try #require(again.string("accessToken"))).status == 200)
                try await eventually {
                    try await platform.inMaster {
                        try await $0.first("select rt_confirmed from sessions", as: Int64.self)
                    } == 1
                }
                let late = try await platform.refresh(person.refresh)
                #expect(late.status == 401 && late.code == "refresh_reused", "\(late.text)")
            }
        }

        @Test("thief and owner who take turns are caught within two turns", .timeLimit(.minutes(5)))
        func leapfrog() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                var holders = [person.refresh, person.refresh]
                var turns = 0
                var caught = false
                while !caught, turns < 6 {
                    let holder = turns % 2
                    let answer = try await platform.refresh(holders[holder])
                    if answer.status == 401 {
                        caught = true
                    } else {
                        holders[holder] = try #require(answer.string("refreshToken"))
                        #expect(try await platform.me(try #require(answer.string("accessToken"))).status == 200)
                        try await later(platform, by: "1 minute")
                        try await eventually {  // the use of the access token is noted
                            try await platform.inMaster {
                                try await $0.first(
                                    "select rt_confirmed = rt_counter from sessions", as: Bool.self)
                            } == true
                        }
                    }
                    turns += 1
                }
                #expect(caught && turns <= 3, "\(turns) turns")
            }
        }

        @Test("no pair survives a logout that it raced", .timeLimit(.minutes(10)))
        func racingLogout() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                try await SessionFactory.with(platform) { factory in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for lane in 0..<8 {
                            group.addTask {
                                for _ in 0..<(Rounds.of(200) / 8) {
                                    let session = try await factory.makeSession(of: person.id)
                                    async let renewed = platform.refresh(session.refresh)
                                    if lane % 2 == 0 { await Task.yield() }
                                    let out = try await platform.logout(session.access)
                                    #expect(out.status == 204, "\(out.text)")
                                    let answer = try await renewed
                                    for token in [answer.string("accessToken"), session.access].compactMap(\.self) {
                                        #expect(try await platform.me(token).status == 401)
                                    }
                                    for token in [answer.string("refreshToken"), session.refresh].compactMap(\.self) {
                                        #expect(try await platform.refresh(token).status == 401)
                                    }
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                }
            }
        }

        @Test("what is no token of ours is refused, and changes nothing", .timeLimit(.minutes(5)))
        func garbage() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                var bent = Array(person.refresh.utf8)
                bent[bent.count - 2] = bent[bent.count - 2] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                let wrong = [
                    "", "x", person.access, person.refresh + "=", String(person.refresh.dropLast()),
                    String(decoding: bent, as: UTF8.self), "cprt_" + String(repeating: "A", count: 62),
                    String(repeating: "a", count: 100_000),
                ]
                for token in wrong {
                    let answer = try await platform.refresh(token)
                    #expect([400, 401].contains(answer.status), "\(answer.text)")
                    if answer.status == 401 { #expect(answer.code == "token_invalid") }
                }
                let asAccess = try await platform.me(person.refresh)
                #expect(asAccess.status == 401 && asAccess.code == "token_invalid")
                #expect(try await platform.refresh(person.refresh).status == 200)
            }
        }

        /// Time passes for the session, as far as its row can tell.
        private func later(_ platform: Platform, by interval: String) async throws {
            try await platform.inMaster {
                try await $0.execute("update sessions set rotated_at = rotated_at - \(interval)::interval")
            }
        }
    }
}
