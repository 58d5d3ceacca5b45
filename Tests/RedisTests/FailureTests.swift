import Foundation
import Redis
import Testing

@Suite("When Redis fails", .timeLimit(.minutes(5)))
struct FailureTests {
    @Test("a stopped server means a timeout at the deadline; replies that come late reach nobody else")
    func stalled() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                try await client.send(["MSET", "a", "1", "b", "2"])
                server.signal(SIGSTOP)
                let start = ContinuousClock.now
                let error = await redisError { try await client.send(["GET", "a"], deadline: .milliseconds(200)) }
                #expect(error?.kind == .timeout)
                #expect((.milliseconds(200)..<(.seconds(20))).contains(ContinuousClock.now - start))
                server.signal(SIGCONT)
                #expect(try await client.send(["GET", "b"], deadline: .seconds(10)).string == "2")
            }
        }
    }

    @Test("a server that stays silent loses its connection, and has a new one once it goes on")
    func silent() async throws {
        var limits = RedisLimits()
        limits.silence = .milliseconds(400)
        let quick = { @Sendable (endpoint: inout RedisEndpoint) in endpoint.connectTimeout = .milliseconds(700) }
        try await withRedis { server in
            try await withClient(server.url, limits: limits, adjust: quick) { client in
                let before = try await client.send(["CLIENT", "ID"]).integer
                server.signal(SIGSTOP)
                async let patient = redisError { try await client.send(["PING"], deadline: .seconds(30)) }
                let overdue = await redisError { try await client.send(["PING"], deadline: .milliseconds(100)) }
                #expect(overdue?.kind == .timeout)
                #expect(await patient?.kind == .connectionLost)
                let unsent = await redisError { try await client.send(["PING"], deadline: .milliseconds(50)) }
                #expect(unsent?.kind == .connectionFailed)
                server.signal(SIGCONT)
                #expect(try await client.send(["CLIENT", "ID"], deadline: .seconds(20)).integer != before)
            }
        }
    }

    @Test("a killed server fails what is in flight; later commands wait for it to come back")
    func killed() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                try await withClient(server.url) { watcher in
                    async let waiting = redisError {
                        try await client.send(["BLPOP", "q", "0"], deadline: .seconds(30))
                    }
                    try await untilBlocked(1, watcher)
                    await server.killed()
                    #expect(await waiting?.kind == .connectionLost)
                }
                await untilDisconnected(client)
                async let later = client.send(["PING"], deadline: .seconds(20))
                try server.start()
                #expect(try await later == .simple("PONG"))
            }
        }
    }

    @Test("a command sent on a lost connection is repeated only if it is idempotent")
    func repeated() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                try await withClient(server.url) { watcher in
                    let pop = RedisCommand("BLPOP", "q", 0)
                    async let once = redisError { try await client.send(pop, deadline: .seconds(30)) }
                    async let again = client.send(pop.idempotent(), deadline: .seconds(30))
                    try await untilBlocked(1, watcher)
                    try await watcher.send(["CLIENT", "KILL", "TYPE", "normal"])
                    #expect(await once?.kind == .connectionLost)
                    try await untilBlocked(1, watcher)
                    try await watcher.send(["RPUSH", "q", "x"])
                    #expect(try await again.array?.last?.string == "x")
                }
            }
        }
    }

    @Test("a server that became a replica is left, to be found anew by its name")
    func readOnly() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                let before = try await client.send(["CLIENT", "ID"]).integer
                try await client.send(["REPLICAOF", "127.0.0.1", "1"])
                let error = await redisError { try await client.send(["SET", "a", "1"]) }
                #expect(error?.serverPrefix == "READONLY")
                #expect(try await client.send(["CLIENT", "ID"]).integer != before)
            }
        }
    }

    @Test("a cancelled caller is let go at once, in flight or not yet sent, and the connection serves on")
    func cancellation() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                try await withClient(server.url) { watcher in
                    let waiting = Task { try await client.send(["BLPOP", "q", "0"], deadline: .seconds(50)) }
                    try await untilBlocked(1, watcher)
                    waiting.cancel()
                    #expect(await redisError { _ = try await waiting.value }?.kind == .cancelled)
                    async let next = client.send(["ECHO", "next"], deadline: .seconds(20))
                    try await watcher.send(["RPUSH", "q", "late"])
                    #expect(try await next.string == "next")
                }
            }
            await server.killed()
            try await withClient(server.url) { client in
                let waiting = Task { try await client.send(["PING"], deadline: .seconds(50)) }
                waiting.cancel()
                #expect(await redisError { _ = try await waiting.value }?.kind == .cancelled)
            }
        }
    }

    @Test("past the limit of commands in flight more are refused at once")
    func limit() async throws {
        var limits = RedisLimits()
        limits.commands = 1
        try await withRedis { server in
            try await withClient(server.url, limits: limits) { client in
                try await withClient(server.url) { watcher in
                    async let first = client.send(["BLPOP", "q", "0"], deadline: .seconds(30))
                    try await untilBlocked(1, watcher)
                    #expect(await redisError { try await client.send(["PING"]) }?.kind == .tooManyInFlight)
                    try await watcher.send(["RPUSH", "q", "x"])
                    _ = try await first
                }
            }
        }
    }
}
