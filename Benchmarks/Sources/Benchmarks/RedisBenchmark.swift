import Redis

/// `SET` and `GET` of 100 bytes for 64 callers, by TCP on the loopback: one connection of ours, which gathers what many
/// tasks ask, beside redis-benchmark's 64.
struct RedisBenchmark {
    let settings: Settings

    private static let callers = 64
    private static let value = String(repeating: "x", count: 100)
    private static let key = "benchmark"

    func run(log: ResultLog) async throws -> Report {
        var endpoint = RedisEndpoint(address: .tcp(host: "127.0.0.1", port: settings.redisPort))
        endpoint.password = settings.redisPassword
        let client = RedisClient(endpoint: endpoint, logger: .silent)
        return try await client.running {
            try await race(client).run(rounds: settings.rounds, log: log)
        }
    }

    private func race(_ client: RedisClient) -> Race {
        let peer = RedisLoad(settings: settings, clients: Self.callers, bytes: Self.value.utf8.count)
        var contestants: [Contestant] = []
        var comparisons: [Comparison] = []
        for name in ["SET", "GET"] {
            let ours = "RedisClient, \(name)"
            contestants.append(Contestant(ours) { try await name == "SET" ? set(with: client) : get(with: client) })
            for depth in [1, 16] {
                let theirs = "redis-benchmark -P \(depth), \(name)"
                contestants.append(Contestant(theirs) { try await peer.run(name, depth: depth) })
                comparisons.append(Comparison(ours, beside: theirs, by: .operations))
            }
        }
        return Race(
            name: "redis", title: "Redis, 100 bytes, 64 callers, TCP", contestants: contestants,
            comparisons: comparisons)
    }

    private func set(with client: RedisClient) async throws -> [Figure: Double] {
        try await load.run { _ in
            let reply = try await client.send(RedisCommand("SET", Self.key, Self.value))
            guard reply == .simple("OK") else { throw WrongAnswer(to: "SET") }
        }
    }

    private func get(with client: RedisClient) async throws -> [Figure: Double] {
        try await load.run { _ in
            let reply = try await client.send(RedisCommand("GET", Self.key))
            guard reply.bytes?.count == Self.value.utf8.count else { throw WrongAnswer(to: "GET") }
        }
    }

    private var load: Load { Load(callers: Self.callers, duration: .seconds(settings.seconds)) }
}
