import Foundation
import Redis
import Testing

@Suite("A blocking connection", .timeLimit(.minutes(5)))
struct BlockingConnectionTests {
    private let pop = RedisCommand("BLPOP", "q", 20)

    @Test("wakes at once when another client pushes, and does not hold that one up")
    func wakes() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                let connection = client.makeBlockingConnection()
                let start = ContinuousClock.now
                async let popped = connection.send(pop, blockingFor: .seconds(20))
                try await untilBlocked(1, client)
                try await client.send(["RPUSH", "q", "x"])
                #expect(try await popped.array?.last?.string == "x")
                #expect(ContinuousClock.now - start < .seconds(20))
                let empty = try await connection.send(
                    RedisCommand("BLPOP", "q", "0.05"), blockingFor: .milliseconds(50))
                #expect(empty == .null)
            }
        }
    }

    @Test("gives a server up that says nothing two seconds past the blocking time, and connects again")
    func watchdog() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                let connection = client.makeBlockingConnection()
                _ = try await connection.send(["PING"], blockingFor: .zero)
                server.signal(SIGSTOP)
                let start = ContinuousClock.now
                let error = await redisError { _ = try await connection.send(pop, blockingFor: .zero) }
                #expect(error?.kind == .timeout)
                #expect((.seconds(2)..<(.seconds(20))).contains(ContinuousClock.now - start))
                server.signal(SIGCONT)
                #expect(try await connection.send(["PING"], blockingFor: .zero) == .simple("PONG"))
            }
        }
    }

    @Test("connects again after the server was killed")
    func redials() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                let connection = client.makeBlockingConnection()
                async let lost = redisError { _ = try await connection.send(pop, blockingFor: .seconds(20)) }
                try await untilBlocked(1, client)
                await server.killed()
                #expect(await lost?.kind == .connectionLost)
                let refused = await redisError { _ = try await connection.send(["PING"], blockingFor: .zero) }
                #expect(refused?.kind == .connectionFailed)
                await untilDisconnected(client)
                try server.start()
                try await client.send(["PING"], deadline: .seconds(20))
                #expect(try await connection.send(["PING"], blockingFor: .zero) == .simple("PONG"))
            }
        }
    }

    @Test("leaves the server when its caller is cancelled, so that nothing is popped for nobody")
    func cancellation() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                let connection = client.makeBlockingConnection()
                let waiting = Task { try await connection.send(pop, blockingFor: .seconds(20)) }
                try await untilBlocked(1, client)
                waiting.cancel()
                #expect(await redisError { _ = try await waiting.value }?.kind == .cancelled)
                try await untilBlocked(0, client)
                try await client.send(["RPUSH", "q", "kept"])
                #expect(try await client.send(["LLEN", "q"]).integer == 1)
            }
        }
    }

    @Test("takes one command at a time, and none once it is closed")
    func oneAtATime() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                let connection = client.makeBlockingConnection()
                async let waiting = redisError { _ = try await connection.send(pop, blockingFor: .seconds(20)) }
                try await untilBlocked(1, client)
                let second = await redisError { _ = try await connection.send(["PING"], blockingFor: .zero) }
                #expect(second?.kind == .tooManyInFlight)
                connection.close()
                #expect(await waiting?.kind == .connectionLost)
                let late = await redisError { _ = try await connection.send(["PING"], blockingFor: .zero) }
                #expect(late?.kind == .closed)
            }
        }
    }

    @Test("closes when nobody holds it any more")
    func released() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                _ = try await client.makeBlockingConnection().send(["PING"], blockingFor: .zero)
                while try await client.send(["CLIENT", "LIST"]).string?.split(separator: "\n").count != 1 {}
            }
        }
    }
}
