import Domain
package import Jobs
package import Redis

/// What stands in Redis under an index, and how a test lets time pass there.
package struct IndexKeys: Sendable {
    package let redis: RedisClient
    package let prefix: String

    package init(redis: RedisClient, prefix: String) {
        self.redis = redis
        self.prefix = prefix
    }

    /// What stays when there is no job left.
    package static let lasting: Set<String> = ["meta", "queues", "wake:default", "wake:other", "limits"]

    /// All keys, without their prefix.
    package var names: Set<String> {
        get async throws {
            let keys = try await redis.send(["KEYS", "*"]).array ?? []
            return Set(keys.compactMap { $0.string.map { String($0.dropFirst(prefix.count)) } })
        }
    }

    /// How many workers may be woken.
    package var wakeTokens: Int {
        get async throws { Int(try await redis.send(["LLEN", "\(prefix)wake:default"]).integer ?? -1) }
    }

    /// One worker is woken; `false` when there is no token for it.
    @discardableResult
    package func takeWakeToken() async throws -> Bool {
        try await !redis.send(["LPOP", "\(prefix)wake:default"]).isNull
    }

    /// Ends the lease of a job.
    package func endLease(of id: Job.ID) async throws {
        try await redis.send(["ZADD", "\(prefix)lease", "XX", "1", "\(id)"])
    }

    /// Makes a delayed job due.
    package func makeDue(_ id: Job.ID) async throws {
        try await redis.send(["ZADD", "\(prefix)due", "XX", "1", "\(id)"])
    }
}
