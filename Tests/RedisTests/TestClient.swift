import Logging
import Redis

/// Runs `body` with a client that is kept connected meanwhile, patient enough for a busy machine.
func withClient<Value: Sendable>(
    _ url: String, libraries: [RedisFunctionLibrary] = [], limits: RedisLimits = RedisLimits(),
    adjust: (inout RedisEndpoint) -> Void = { _ in }, _ body: (RedisClient) async throws -> Value
) async throws -> Value {
    var endpoint = try RedisEndpoint(parsing: url)
    endpoint.connectTimeout = .seconds(10)
    endpoint.commandTimeout = .seconds(20)
    adjust(&endpoint)
    var logger = Logger(label: "redis-tests")
    logger.logLevel = .critical
    let client = RedisClient(endpoint: endpoint, libraries: libraries, limits: limits, logger: logger)
    return try await withThrowingTaskGroup { group in
        group.addTask { try await client.run() }
        defer { group.cancelAll() }
        return try await body(client)
    }
}

/// Asks until as many clients as given wait inside the server.
func untilBlocked(_ count: Int, _ client: RedisClient) async throws {
    while true {
        let info = try await client.send(["INFO", "clients"]).string ?? ""
        if info.split(whereSeparator: \.isNewline).contains("blocked_clients:\(count)") { return }
    }
}

/// Waits until the client has noticed that its server is gone.
func untilDisconnected(_ client: RedisClient) async {
    while client.isConnected { await Task.yield() }
}

/// The error that `body` throws, if it is one of Redis.
func redisError(_ body: () async throws -> Void) async -> RedisError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? RedisError
    }
}
