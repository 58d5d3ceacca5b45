import Domain
import JobTestSupport
import Logging
import Redis
import TestSupport

@testable import Jobs

let quiet = Logger(label: "jobs-tests") { _ in SwiftLogNoOpLogHandler() }

/// Runs `body` with a client of that Redis, patient enough for a busy machine and kept connected meanwhile.
func withClient<Value: Sendable>(
    of endpoint: RedisEndpoint, commandTimeout: Duration = .seconds(20), _ body: (RedisClient) async throws -> Value
) async throws -> Value {
    var endpoint = endpoint
    endpoint.commandTimeout = commandTimeout
    let client = RedisClient(endpoint: endpoint, libraries: [DispatchIndex.library], logger: quiet)
    return try await withThrowingTaskGroup { group in
        group.addTask { try await client.run() }
        defer { group.cancelAll() }
        return try await body(client)
    }
}

/// Runs `body` with an empty dispatch index and the keys behind it.
func withIndex(_ body: (DispatchIndex, IndexKeys) async throws -> Void) async throws {
    try await withClient(of: makeRedisDatabase()) { redis in
        try await body(
            DispatchIndex(redis: redis, namespace: "bench"), IndexKeys(redis: redis, prefix: "bench:{q:0}:2:"))
    }
}

extension DispatchIndex {
    /// From the queue that tests use unless it matters.
    func fetch(_ count: Int, lease: Duration) async throws(RedisError) -> Fetched {
        try await fetch(count, from: ["default"], lease: lease)
    }
}

extension DispatchEntry {
    /// A job in the middle band, wanted at once.
    init(_ id: Job.ID, band: Int = 1, delay: Duration = .zero) {
        self.init(id: id, queue: "default", band: band, delay: delay)
    }
}
