import Logging
import Redis
import TestSupport

@testable import Requests

let quiet = Logger(label: "throttle-tests") { _ in SwiftLogNoOpLogHandler() }

extension ThrottlePolicy {
    /// Gives back nothing while a test runs.
    static let scarce = ThrottlePolicy("scarce", quota: 40, window: .seconds(86_400))
    /// The same for another thing that is counted.
    static let scarcer = ThrottlePolicy("scarcer", quota: 4, window: .seconds(86_400))
}

extension ThrottleConfiguration {
    /// As in service, but never impatient on a busy machine.
    static let patient = ThrottleConfiguration(patience: .seconds(20))
}

/// Runs `body` with a client that is connected, of an empty database of the shared Redis unless another is given.
func withClient<Value: Sendable>(
    of endpoint: RedisEndpoint? = nil, _ body: (RedisClient) async throws -> Value
) async throws -> Value {
    var endpoint = if let endpoint { endpoint } else { try await makeRedisDatabase() }
    endpoint.commandTimeout = .seconds(20)
    let client = RedisClient(endpoint: endpoint, libraries: [ThrottleFunctions.library], logger: quiet)
    return try await withThrowingTaskGroup { group in
        group.addTask { try await client.run() }
        defer { group.cancelAll() }
        try await client.send(["PING"])
        return try await body(client)
    }
}

extension Throttle {
    /// Of so many requests one after the other, how many may go on.
    func allowed(_ count: Int, _ buckets: [ThrottleBucket]) async -> Int {
        var allowed = 0
        for _ in 0..<count where await judge(buckets).isAllowed { allowed += 1 }
        return allowed
    }

    /// Of so many requests at once, how many may go on.
    func allowedAtOnce(_ count: Int, _ buckets: [ThrottleBucket]) async -> Int {
        await withTaskGroup { group in
            for _ in 0..<count { group.addTask { await self.judge(buckets).isAllowed } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }
}
