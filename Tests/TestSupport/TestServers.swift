import Foundation
package import LocalServers
import Logging

/// The one PostgreSQL and the one Redis that all tests of a process share. Started by the first test that asks for
/// them, gone with the process, however it ends.
package actor TestServers {
    /// The servers of this process.
    package static let shared = TestServers()

    /// A folder of this process alone, removed when it exits. One that a killed process left is removed by the next.
    package nonisolated let directory = TestServers.makeDirectory()
    private var postgresStart: Task<LocalPostgres, any Error>?
    private var redisStart: Task<LocalRedis, any Error>?

    /// Without any durability: what a test does not commit to disk, it does not wait for.
    package func postgres() async throws -> LocalPostgres {
        if let postgresStart { return try await postgresStart.value }
        // Its own task: the server belongs to all tests, and outlives the cancellation of the one that asks first.
        let start = Task { [directory] in
            var options = LocalPostgres.Options(durability: .fast)
            options.maximumConnections = 600  // a platform of its own for each test has a dozen or two
            let server = try await LocalPostgres.start(
                in: "\(directory)/postgres", options: options, logger: Self.logger)
            ProcessEnding.add { await server.stop() }
            return server
        }
        postgresStart = start
        return try await start.value
    }

    /// Without any durability, and with many databases: ``makeRedisDatabase()`` hands them out.
    package func redis() async throws -> LocalRedis {
        if let redisStart { return try await redisStart.value }
        let start = Task { [directory] in
            var options = LocalRedis.Options(durability: .fast)
            options.databases = Self.redisDatabases
            let server = try await LocalRedis.start(in: "\(directory)/redis", options: options, logger: Self.logger)
            ProcessEnding.add { await server.crash() }
            return server
        }
        redisStart = start
        return try await start.value
    }

    static let redisDatabases = 4096

    static let logger: Logger = {
        var logger = Logger(label: "test-servers", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        return logger
    }()

    private static func makeDirectory() -> String {
        let prefix = "tenantry-tests-"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? [] where name.hasPrefix(prefix) {
            let owner = Int32(name.dropFirst(prefix.count)) ?? 0
            if !ProcessTable.isAlive(owner) { try? FileManager.default.removeItem(atPath: "/tmp/\(name)") }
        }
        let directory = "/tmp/\(prefix)\(getpid())"
        ProcessEnding.remove(directory)
        return directory
    }
}
