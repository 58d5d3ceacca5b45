import Redis
import Testing

@Suite("Redis functions", .timeLimit(.minutes(5)))
struct FunctionTests {
    private let library = RedisFunctionLibrary(
        name: "counters",
        source: """
            #!lua name=counters
            redis.register_function('add', function(keys, args) return redis.call('INCRBY', keys[1], args[1]) end)
            """)

    @Test("are loaded at connect and called with keys and arguments")
    func call() async throws {
        try await withRedis { server in
            try await withClient(server.url, libraries: [library]) { client async throws in
                #expect(try await client.call("add", keys: ["n"], arguments: [5]).integer == 5)
                #expect(try await client.call("add", keys: ["n"], arguments: ["7"]).integer == 12)
            }
        }
    }

    @Test("that vanished are loaded again, once for all callers")
    func flush() async throws {
        try await withRedis { server in
            try await withClient(server.url, libraries: [library]) { client in
                try await client.send(["FUNCTION", "FLUSH"])
                try await client.send(["CONFIG", "RESETSTAT"])
                try await withThrowingTaskGroup { group in
                    for _ in 0..<200 { group.addTask { try await client.call("add", keys: ["n"], arguments: [1]) } }
                    try await group.waitForAll()
                }
                #expect(try await client.send(["GET", "n"]).integer == 200)
                let stats = try await client.send(["INFO", "commandstats"]).string ?? ""
                #expect(stats.contains("cmdstat_function|load:calls=1,"))
            }
        }
    }

    @Test("are there again after the server was killed and came back empty")
    func restart() async throws {
        try await withRedis { server in
            try await withClient(server.url, libraries: [library]) { client in
                #expect(try await client.call("add", keys: ["n"], arguments: [5]).integer == 5)
                await server.killed()
                await untilDisconnected(client)
                try server.start()
                let reply = try await client.call("add", keys: ["n"], arguments: [1], deadline: .seconds(20))
                #expect(reply.integer == 1)
            }
        }
    }

    @Test("survive FLUSHALL, which empties the data alone")
    func flushAll() async throws {
        try await withRedis { server in
            try await withClient(server.url, libraries: [library]) { client in
                try await client.call("add", keys: ["n"], arguments: [5])
                try await client.send(["FLUSHALL"])
                #expect(try await client.call("add", keys: ["n"], arguments: [5]).integer == 5)
            }
        }
    }

    @Test("that nobody knows are refused, and so is a library that is no Lua; the connection serves on")
    func refused() async throws {
        let broken = RedisFunctionLibrary(name: "broken", source: "#!lua name=broken\nthis is no Lua")
        try await withRedis { server in
            try await withClient(server.url, libraries: [library]) { client in
                let unknown = await redisError { try await client.call("subtract", keys: []) }
                #expect(unknown?.kind == .server(prefix: "ERR", message: "Function not found"))
            }
            try await withClient(server.url, libraries: [broken]) { client async throws in
                #expect(await redisError { try await client.call("anything", keys: []) }?.serverPrefix == "ERR")
                #expect(try await client.send(["PING"]) == .simple("PONG"))
            }
        }
    }
}
