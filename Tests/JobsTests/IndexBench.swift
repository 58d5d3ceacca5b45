import Domain
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
        try await body(DispatchIndex(redis: redis, namespace: "bench"), IndexKeys(redis: redis, prefix: "bench:{q:0}:"))
    }
}

/// What stands in Redis under an index, and how a test lets time pass there.
struct IndexKeys: Sendable {
    let redis: RedisClient
    let prefix: String

    /// All keys, without their prefix.
    var names: Set<String> {
        get async throws {
            let keys = try await redis.send(["KEYS", "*"]).array ?? []
            return Set(keys.compactMap { $0.string.map { String($0.dropFirst(prefix.count)) } })
        }
    }

    /// How many workers may be woken.
    var wakeTokens: Int {
        get async throws { Int(try await redis.send(["LLEN", "\(prefix)wake"]).integer ?? -1) }
    }

    /// One worker is woken; `false` when there is no token for it.
    @discardableResult
    func takeWakeToken() async throws -> Bool {
        try await !redis.send(["LPOP", "\(prefix)wake"]).isNull
    }

    /// Ends the lease of a job.
    func endLease(of id: Job.ID) async throws {
        try await redis.send(["ZADD", "\(prefix)lease", "XX", "1", "\(id)"])
    }

    /// Makes a delayed job due.
    func makeDue(_ id: Job.ID) async throws {
        try await redis.send(["ZADD", "\(prefix)due", "XX", "1", "\(id)"])
    }
}

extension DispatchIndex.Entry {
    /// A job in the middle band, wanted at once.
    init(_ id: Job.ID, band: Int = 1, delay: Duration = .zero) { self.init(id: id, band: band, delay: delay) }
}
