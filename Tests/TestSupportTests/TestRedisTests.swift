import LocalServers
import Logging
import Redis
import TestSupport
import Testing

@Suite("A test's own Redis", .timeLimit(.minutes(5)))
struct TestRedisTests {
    @Test("database is empty, and nobody else's")
    func databases() async throws {
        let first = try await makeRedisDatabase()
        let second = try await makeRedisDatabase()
        #expect(first.database != second.database)
        let connections = [first, second].map {
            RedisClient(endpoint: $0, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
                .makeBlockingConnection()
        }
        for connection in connections {
            #expect(try await connection.send(["DBSIZE"], blockingFor: .zero).integer == 0)
            _ = try await connection.send(["SET", "key", "value"], blockingFor: .zero)
        }
        for connection in connections { connection.close() }
    }

    @Test("server can be killed, and is empty when it is back")
    func ownServer() async throws {
        try await withRedis { server in
            for _ in 1...2 {
                let endpoint = try RedisEndpoint(parsing: server.unixURL())
                let connection = RedisClient(
                    endpoint: endpoint, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
                ).makeBlockingConnection()
                #expect(try await connection.send(["DBSIZE"], blockingFor: .zero).integer == 0)
                _ = try await connection.send(["SET", "key", "value"], blockingFor: .zero)
                connection.close()
                await server.crash()
                try await server.restart()
            }
        }
    }
}
