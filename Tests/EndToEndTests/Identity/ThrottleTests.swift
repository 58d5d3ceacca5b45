import Foundation
import LocalServers
import NIOHTTP1
import TestSupport
import Testing

extension Identity {
    @Suite("Throttles", .serialized)
    struct ThrottleTests {
        private let on = ["TENANTRY_RATE_LIMITS": "on"]

        @Test("guessing slows down, and says for how long", .timeLimit(.minutes(5)))
        func guessing() async throws {
            try await Platform.with(on) { platform in
                let person = try await platform.signUpPerson()
                var answers: [Platform.Answer] = []
                for number in 1...30 {
                    answers.append(try await platform.login(person.email, "wrong password \(number)"))
                }
                let limited = answers.filter { $0.status == 429 }
                #expect(limited.count >= 15 && answers.first?.status == 401)
                let last = try #require(limited.last)
                #expect(last.code == "rate_limited")
                #expect(last.headers.first(name: "Retry-After").flatMap { Int($0) } ?? 0 > 0)
                #expect(last.headers.first(name: "RateLimit")?.contains("r=0") == true)
                #expect(last.headers.first(name: "RateLimit-Policy")?.contains("q=") == true)
            }
        }

        @Test(
            "an address that anybody can write down helps nobody, until a proxy of ours says it",
            .timeLimit(.minutes(5)))
        func forwarded() async throws {
            try await Platform.with(on) { platform in
                let statuses = try await attempts(platform) { ["X-Forwarded-For": "203.0.113.\($0)"] }
                #expect(statuses.contains(429), "spoofed addresses share the bucket of the real one")
            }
            try await Platform.with(on.merging(["TENANTRY_TRUSTED_PROXIES": "127.0.0.1/32"]) { $1 }) { platform in
                let statuses = try await attempts(platform) { ["X-Forwarded-For": "10.\($0).0.1"] }
                #expect(!statuses.contains(429), "different people behind the proxy have buckets of their own")
            }
        }

        private func attempts(
            _ platform: Platform, _ headers: (Int) -> [String: String]
        ) async throws -> [UInt] {
            var statuses: [UInt] = []
            for number in 1...25 {
                statuses.append(
                    try await platform.login("nobody\(number)@example.com", "whatever it is", headers: headers(number))
                        .status)
            }
            return statuses
        }

        @Test("strangers cannot lock an owner out", .timeLimit(.minutes(5)))
        func owner() async throws {
            let settings = on.merging(["TENANTRY_TRUSTED_PROXIES": "127.0.0.1/32"]) { $1 }
            try await Platform.with(settings) { platform in
                let person = try await platform.signUpPerson()
                func from(_ address: String, _ password: String, cookie: String? = nil) async throws -> Platform.Answer
                {
                    var headers = ["X-Forwarded-For": address]
                    headers["Cookie"] = cookie
                    return try await platform.login(person.email, password, headers: headers)
                }
                let known = try await from("192.0.2.1", Platform.Person.password)
                let field = try #require(known.headers["Set-Cookie"].first { $0.contains("device") })
                let device = String(field.prefix { $0 != ";" })
                for number in 1...40 { _ = try await from("10.0.\(number).1", "guess number \(number)") }
                #expect(
                    try await from("10.1.0.1", Platform.Person.password).status == 429, "the account is slowed down")
                let owner = try await from("192.0.2.1", Platform.Person.password, cookie: device)
                #expect(owner.status == 200, "\(owner.text)")
            }
        }

        @Test("still count when Redis is gone", .timeLimit(.minutes(5)))
        func withoutRedis() async throws {
            try await withRedis { redis in
                try await Platform.with(on.merging(["TENANTRY_REDIS_URL": redis.url()]) { $1 }) { platform in
                    await redis.crash()
                    let statuses = try await attempts(platform) { _ in [:] }
                    #expect(statuses.contains(401) && statuses.contains(429), "\(statuses)")
                }
            }
        }

        @Test("a flood of log-ins is turned away and slows nobody else down", .timeLimit(.minutes(5)))
        func flood() async throws {
            try await Platform.with { platform in
                let person = try await platform.signUpPerson()
                try await withThrowingTaskGroup(of: UInt.self) { group in
                    for _ in 1...500 {
                        group.addTask { try await platform.login(person.email, "wrong password").status }
                    }
                    var slowest = Duration.zero
                    for _ in 1...50 {
                        let start = ContinuousClock.now
                        #expect(try await platform.me(person.access).status == 200)
                        slowest = max(slowest, ContinuousClock.now - start)
                    }
                    let statuses = try await group.reduce(into: []) { $0.append($1) }
                    #expect(Set(statuses) == [401, 503], "\(Set(statuses))")
                    #expect(slowest < .seconds(2), "\(slowest)")
                }
            }
        }
    }
}
