import ArgumentParser
import Foundation
import Jobs
import Logging
import Postgres
import Redis
import Tenancy

/// The servers that the harness has started, as its environment names them.
struct Surroundings: Sendable {
    let redis: RedisClient
    /// `nil` where only Redis is measured.
    let master: Database<Master>?
    let endpoint: PostgresEndpoint?

    static let quiet = Logger(label: "job-load") { _ in SwiftLogNoOpLogHandler() }

    init(_ way: Way) throws {
        let url = "redis://127.0.0.1:\(try Self.require("REDIS_PORT"))/0"
        redis = RedisClient(
            endpoint: try RedisEndpoint(parsing: url), libraries: [DispatchIndex.library], logger: Self.quiet)
        endpoint = way == .durable ? try PostgresEndpoint(parsing: Self.require("PGDSN")) : nil
        master = endpoint.map { endpoint in
            Database(
                PostgresPool(
                    endpoint: endpoint,
                    configuration: PostgresPoolConfiguration(maximumConnections: 12, sharedReaders: 1, name: "load"),
                    logger: Self.quiet))
        }
    }

    static func require(_ name: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name] else {
            throw ValidationError("\(name) is not set.")
        }
        return value
    }

    /// Runs `body` with a connected client.
    func connected<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await redis.run() }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}
