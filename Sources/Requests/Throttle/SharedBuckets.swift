import Redis

/// The buckets that all processes share, in Redis.
struct SharedBuckets: Sendable {
    let redis: RedisClient

    /// Whether there is any use in asking at this moment.
    var isReachable: Bool { redis.isConnected }

    /// Charges all buckets if all let the request through, and none otherwise, in one step of the server.
    ///
    /// - Returns: `nil` for a reply that is none of our functions'.
    /// - Throws: any `RedisError`; after `.timeout`, `.connectionLost` and `.cancelled` they may have been charged.
    func judge(_ buckets: [ThrottleBucket], within patience: Duration) async throws(RedisError) -> BucketReading? {
        let limits = buckets.flatMap { bucket -> [Int64] in
            let policy = bucket.policy
            return [Int64(policy.quota), policy.window.microseconds, policy.longestWait?.microseconds ?? 0]
        }
        let reply = try await redis.call(
            ThrottleFunctions.judge, keys: buckets.map(\.key), arguments: limits, deadline: patience)
        let numbers = (reply.array ?? []).compactMap(\.integer)
        guard numbers.count == 2 + 3 * buckets.count else { return nil }
        let standings = stride(from: 2, to: numbers.count, by: 3).map {
            BucketStanding(remaining: Int(numbers[$0]), wait: numbers[$0 + 1], reset: numbers[$0 + 2])
        }
        return BucketReading(now: numbers[0], isAllowed: numbers[1] == 1, standings: standings)
    }

    /// Makes buckets as if they had never been used.
    func reset(_ buckets: [ThrottleBucket], within patience: Duration) async throws(RedisError) {
        let command = RedisCommand("UNLINK", arguments: buckets.map(\.key))
        try await redis.send(command.idempotent(), deadline: patience)
    }
}
