import Logging
import Redis
import ServiceLifecycle
import Testing

@Suite("Shutting a Redis client down", .timeLimit(.minutes(5)))
struct ShutdownTests {
    @Test("a service group's graceful shutdown ends it: in flight is lost, later is closed, no socket stays")
    func graceful() async throws {
        try await withRedis { server in
            try await withClient(server.url) { watcher in
                let logger = Logger(label: "redis-tests") { _ in SwiftLogNoOpLogHandler() }
                let client = RedisClient(endpoint: try RedisEndpoint(parsing: server.url), logger: logger)
                let group = ServiceGroup(services: [client], logger: logger)
                try await withThrowingTaskGroup { tasks in
                    tasks.addTask { try await group.run() }
                    async let waiting = redisError {
                        try await client.send(["BLPOP", "q", "0"], deadline: .seconds(30))
                    }
                    try await untilBlocked(1, watcher)
                    await group.triggerGracefulShutdown()
                    #expect(await waiting?.kind == .connectionLost)
                    try await tasks.waitForAll()
                }
                #expect(await redisError { try await client.send(["PING"]) }?.kind == .closed)
                #expect(!client.isConnected)
                try await untilBlocked(0, watcher)
            }
        }
    }

    @Test("it ends at once while it waits for a server that is not there")
    func whileDialling() async throws {
        let logger = Logger(label: "redis-tests") { _ in SwiftLogNoOpLogHandler() }
        let endpoint = try RedisEndpoint(parsing: "unix:///tmp/nowhere/redis.sock")
        let client = RedisClient(endpoint: endpoint, logger: logger)
        let group = ServiceGroup(services: [client], logger: logger)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            let error = await redisError { try await client.send(["PING"], deadline: .seconds(1)) }
            #expect(error?.kind == .connectionFailed)
            #expect(error?.debugDescription.contains("No such file") == true)
            #expect(error?.description.contains("nowhere") == false)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
