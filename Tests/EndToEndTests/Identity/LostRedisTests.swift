import Foundation
import LocalServers
import Logging
import NIOHTTP1
import Redis
import TestSupport
import Testing

extension Identity {
    /// A token that was revoked stays dead whatever becomes of Redis, and one that was not is accepted all the while.
    @Suite("Revocation without Redis", .serialized)
    struct LostRedisTests {
        private func withSessions(
            _ body: (Platform, LocalRedis, _ alive: Platform.Person, _ dead: Platform.Person) async throws -> Void
        ) async throws {
            try await withRedis { redis in
                try await Platform.with(["TENANTRY_REDIS_URL": redis.url()]) { platform in
                    let alive = try await platform.signUpPerson()
                    let dead = try await platform.signIn(alive.email)
                    #expect(try await platform.logout(dead.access).status == 204)
                    try await body(platform, redis, alive, dead)
                }
            }
        }

        private func check(
            _ platform: Platform, _ alive: Platform.Person, _ dead: Platform.Person, times: Int = 40,
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            for _ in 1...times {
                let refused = try await platform.me(dead.access)
                #expect(refused.code == "session_revoked", "\(refused.text)", sourceLocation: sourceLocation)
                let accepted = try await platform.me(alive.access)
                #expect(accepted.status == 200, "\(accepted.text)", sourceLocation: sourceLocation)
            }
        }

        /// While Redis cannot be told, a logout says so; the token is dead all the same.
        private func logOut(_ platform: Platform, _ email: String) async throws {
            let person = try await platform.signIn(email)
            let answer = try await platform.logoutOnce(person.access)
            #expect(answer.status == 204 || answer.code == "revocation_pending", "\(answer.text)")
            if answer.status == 503 { #expect(answer.headers.first(name: "Retry-After") != nil) }
            #expect(try await platform.me(person.access).code == "session_revoked")
        }

        @Test("killed, and back empty", .timeLimit(.minutes(5)))
        func killed() async throws {
            try await withSessions { platform, redis, alive, dead in
                await redis.crash()
                try await check(platform, alive, dead)
                try await logOut(platform, alive.email)
                try await redis.restart()
                try await check(platform, alive, dead)
            }
        }

        @Test("stopped: answers come within bounds", .timeLimit(.minutes(5)))
        func stopped() async throws {
            try await withSessions { platform, redis, alive, dead in
                redis.send(signal: SIGSTOP)
                var durations: [Duration] = []
                for _ in 1...60 {
                    let start = ContinuousClock.now
                    #expect(try await platform.me(dead.access).code == "session_revoked")
                    durations.append(ContinuousClock.now - start)
                }
                try await check(platform, alive, dead, times: 5)
                redis.send(signal: SIGCONT)
                try await check(platform, alive, dead)
                #expect(durations.sorted()[54] < .seconds(1), "\(durations.max() ?? .zero)")
            }
        }

        @Test("flushed", .timeLimit(.minutes(5)))
        func flushed() async throws {
            try await withSessions { platform, redis, alive, dead in
                for _ in 1...10 {
                    try await command(["FLUSHALL"], redis)
                    try await check(platform, alive, dead, times: 4)
                }
            }
        }

        @Test("read-only: a logout is pending until it can be told", .timeLimit(.minutes(5)))
        func readOnly() async throws {
            try await withSessions { platform, redis, alive, dead in
                try await command(["REPLICAOF", "127.0.0.1", "1"], redis)
                try await check(platform, alive, dead)
                try await logOut(platform, alive.email)
                try await command(["REPLICAOF", "NO", "ONE"], redis)
                let person = try await platform.signIn(alive.email)
                try await eventually { try await platform.logoutOnce(person.access).status == 204 }
                try await check(platform, alive, dead)
            }
        }

        @Test("full", .timeLimit(.minutes(5)))
        func full() async throws {
            try await withSessions { platform, redis, alive, dead in
                try await command(["CONFIG", "SET", "maxmemory", "1"], redis)
                try await check(platform, alive, dead)
                try await logOut(platform, alive.email)
                try await command(["CONFIG", "SET", "maxmemory", "0"], redis)
                try await check(platform, alive, dead)
            }
        }

        @Test("a Redis that forgets when it is full is refused at the start", .timeLimit(.minutes(5)))
        func evicting() async throws {
            try await withRedis { redis in
                try await command(["CONFIG", "SET", "maxmemory-policy", "allkeys-lru"], redis)
                try await Platform.with { platform in
                    let api = try await platform.start(
                        ["serve"], name: "evicting", settings: ["TENANTRY_REDIS_URL": redis.url()])
                    #expect(try await api.waitForExit() == .exited(1))
                    try await api.line(containing: "noeviction")
                }
            }
        }

        private func command(_ words: [String], _ redis: LocalRedis) async throws {
            let client = RedisClient(endpoint: try RedisEndpoint(parsing: redis.url()), logger: .init(label: "test"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await client.run() }
                _ = try await client.send(RedisCommand(words[0], arguments: Array(words.dropFirst())))
                group.cancelAll()
            }
        }
    }
}
