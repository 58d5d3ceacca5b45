import Foundation
package import LocalServers
import NIOConcurrencyHelpers
package import Redis

/// A database number nobody else in this process has or had, so it is empty.
private let nextNumber = NIOLockedValueBox(1)

/// A numbered database of the shared Redis for one test, empty. Functions, channels and `FLUSHALL` are shared by all of
/// them: a test that needs those for itself uses ``withRedis(_:_:)``.
///
/// - Throws: ``TooLate`` when a process has asked for all of ``TestServers/redisDatabases``.
package func makeRedisDatabase() async throws -> RedisEndpoint {
    let server = try await TestServers.shared.redis()
    let number = nextNumber.withLockedValue { number in
        defer { number += 1 }
        return number
    }
    guard number < TestServers.redisDatabases else {
        throw TooLate(description: "All \(TestServers.redisDatabases) databases of the shared Redis are used up.")
    }
    return try RedisEndpoint(parsing: server.url(database: number))
}

/// Lends a test a Redis of its own, to be killed, suspended or filled as it likes.
package func withRedis<Value>(
    _ options: LocalRedis.Options = .init(durability: .fast), _ body: (LocalRedis) async throws -> Value
) async throws -> Value {
    let directory = "\(TestServers.shared.directory)/redis-\(UUID().uuidString.prefix(8))"
    let server = try await LocalRedis.start(in: directory, options: options, logger: TestServers.logger)
    do {
        let value = try await body(server)
        await server.crash()
        return value
    } catch {
        await server.crash()
        throw error
    }
}
