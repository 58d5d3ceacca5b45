import LocalServers
import Redis
import TestSupport
import Testing

@testable import Requests

@Suite("A throttle whose Redis fails")
struct ThrottleFaultTests {
    private let address = ThrottleBucket.address(ClientAddress("192.0.2.7"), .scarce)

    /// Lends a throttle as it is in service, two processes being assumed, and its Redis to be ill-treated.
    private func withThrottle(_ body: (Throttle, RedisClient, LocalRedis) async throws -> Void) async throws {
        try await withRedis { server in
            try await withClient(of: RedisEndpoint(parsing: server.url())) { redis in
                try await body(Throttle(redis: redis, logger: quiet), redis, server)
            }
        }
    }

    /// Whether what is judged now is counted in Redis again.
    private func untilShared(_ throttle: Throttle, _ redis: RedisClient) async throws {
        let other = ThrottleBucket.address(ClientAddress("203.0.113.1"), .scarce)
        try await eventually {
            _ = await throttle.judge([other])
            return (try? await redis.send(["EXISTS", other.key]).integer) == 1
        }
    }

    @Test("goes on with a share of the quota after Redis was killed, and counts together when it is back")
    func killed() async throws {
        try await withThrottle { throttle, redis, server in
            try await untilShared(throttle, redis)
            await server.crash()
            #expect(await throttle.allowed(100, [address]) == 20)
            let verdict = await throttle.judge([address])
            #expect(verdict.fields?.policy == "\"scarce\";q=20;w=86400")
            try await server.restart()
            try await untilShared(throttle, redis)
            let known = try await redis.send(["EXISTS", address.key]).integer
            #expect(known == 0)
        }
    }

    @Test("waits once and not each time while Redis hangs", .timeLimit(.minutes(5)))
    func suspended() async throws {
        try await withThrottle { throttle, redis, server in
            try await untilShared(throttle, redis)
            server.suspend()
            let start = ContinuousClock.now
            #expect(await throttle.allowed(400, [address]) == 20)
            // Waiting 50 ms each time, it would be three seconds until the client gives its silent connection up.
            #expect(ContinuousClock.now - start < .seconds(2.8))
            server.resume()
            try await untilShared(throttle, redis)
        }
    }

    @Test("goes on with a share of the quota while Redis has no memory left")
    func full() async throws {
        try await withThrottle { throttle, redis, _ in
            try await untilShared(throttle, redis)
            try await redis.send(["CONFIG", "SET", "maxmemory", "1"])
            #expect(await throttle.allowed(100, [address]) == 20)
            try await redis.send(["CONFIG", "SET", "maxmemory", "0"])
            try await untilShared(throttle, redis)
        }
    }

    @Test("loads its functions again after Redis lost them, and starts with nothing counted")
    func flushed() async throws {
        try await withThrottle { _, redis, _ in
            let throttle = Throttle(redis: redis, configuration: .patient, logger: quiet)
            #expect(await throttle.allowed(100, [address]) == 40)
            try await redis.send(["FLUSHALL"])
            try await redis.send(["FUNCTION", "FLUSH"])
            #expect(await throttle.allowedAtOnce(100, [address]) == 40)
            let known = try await redis.send(["EXISTS", address.key]).integer
            #expect(known == 1)
        }
    }

    @Test("resets what this process counted, too")
    func reset() async throws {
        try await withThrottle { throttle, redis, server in
            await server.crash()
            #expect(await throttle.allowed(100, [address]) == 20)
            await throttle.reset([address])
            #expect(await throttle.allowed(100, [address]) == 20)
        }
    }
}
