import Foundation
import Redis
import Testing

@Suite("A Redis client", .timeLimit(.minutes(5)))
struct ClientTests {
    @Test("stores and reads over TCP")
    func tcp() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client async throws in
                #expect(try await client.send(["SET", "colour", "red"]) == .simple("OK"))
                #expect(try await client.send(["GET", "colour"]).string == "red")
                #expect(try await client.send(["GET", "shape"]) == .null)
                #expect(try await client.send(["INCR", "visits"]).integer == 1)
                #expect(client.isConnected)
            }
        }
    }

    @Test("stores and reads over a Unix socket, in the database of its URL, under its name")
    func unixSocket() async throws {
        try await withRedis { server in
            try await withClient("unix://\(server.socketPath)?db=3") { client in
                try await client.send(["SET", "colour", "red"])
                let info = try await client.send(["CLIENT", "INFO"]).string ?? ""
                #expect(info.contains(" db=3 ") && info.contains(" name=tenantry "))
            }
            #expect(try await withClient(server.url) { try await $0.send(["GET", "colour"]) } == .null)
            #expect(try await withClient(server.url + "/3") { try await $0.send(["GET", "colour"]) }.string == "red")
        }
    }

    @Test("sends every kind of argument")
    func arguments() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                let id = UUID()
                try await client.send(
                    RedisCommand("RPUSH", "l", "text", "sub"[...], 7, Int64(-8), [UInt8]([0, 13, 10]), Data([255]), id))
                let expected: [RedisValue] = [
                    .bulk(Array("text".utf8)), .bulk(Array("sub".utf8)), .bulk([55]), .bulk([45, 56]),
                    .bulk([0, 13, 10]), .bulk([255]), .bulk(Array(id.uuidString.lowercased().utf8)),
                ]
                #expect(try await client.send(["LRANGE", "l", "0", "-1"]) == .array(expected))
            }
        }
    }

    @Test("keeps the replies of 10,000 commands at once apart")
    func manyAtOnce() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<10_000 {
                        group.addTask { try await client.send(RedisCommand("ECHO", number)).integer != Int64(number) }
                    }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(wrong == 0)
            }
        }
    }

    @Test("carries values of 5 MB both ways")
    func bigValue() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                let value = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                try await client.send(RedisCommand("SET", "big", value))
                #expect(try await client.send(["GET", "big"]).bytes == value)
            }
        }
    }

    @Test("reads nested arrays, errors inside them included")
    func nested() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                let script = "return {1, {2, {3, redis.error_reply('OOPS deep')}}, false}"
                let reply = try await client.send(["EVAL", script, "0"])
                let inner = RedisValue.array([.integer(3), reply.array?[1].array?[1].array?[1] ?? .null])
                #expect(reply == .array([.integer(1), .array([.integer(2), inner]), .null]))
                guard case .array(let elements) = inner, case .error(let refusal) = elements[1] else {
                    Issue.record("no error inside")
                    return
                }
                #expect(refusal.prefix == "OOPS" && refusal.message == "deep")
            }
        }
    }

    @Test("a refusal fails its own caller alone, with the server's prefix")
    func refusal() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                try await client.send(["SET", "text", "red"])
                async let refused = redisError { try await client.send(["LPUSH", "text", "x"]) }
                async let fine = client.send(["GET", "text"])
                #expect(await refused?.serverPrefix == "WRONGTYPE")
                #expect(try await fine.string == "red")
                let unknown = await redisError { try await client.send(["NONSENSE", "hunter2"]) }
                #expect(unknown?.serverPrefix == "ERR")
                #expect(unknown?.debugDescription.contains("hunter2") == false)
            }
        }
    }

    @Test("a pipeline keeps its order and gives a refusal to its own command")
    func pipeline() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                let commands = (0..<500).map { RedisCommand("RPUSH", "list", $0) }
                let lengths = try await client.pipeline(commands).map { try $0.get().integer }
                #expect(lengths == (1...500).map { Int64($0) })
                let mixed = try await client.pipeline([["INCR", "list"], ["LLEN", "list"]])
                #expect(throws: RedisError.self) { try mixed[0].get() }
                #expect(try mixed[1].get() == .integer(500))
                #expect(try await client.pipeline([]).isEmpty)
            }
        }
    }
}
