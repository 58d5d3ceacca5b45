import NIOConcurrencyHelpers
import Redis
import Testing

@Suite("The number of a client's connections", .timeLimit(.minutes(5)))
struct ConnectionNumberTests {
    @Test("is zero before the first and rises with each")
    func counts() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                #expect(client.connectionNumber <= 1)
                try await client.send(["PING"])
                #expect(client.connectionNumber == 1)
                await server.killed()
                await untilDisconnected(client)
                #expect(client.connectionNumber == 1)
                try server.start()
                try await client.send(["PING"])
                #expect(client.connectionNumber == 2)
            }
        }
    }

    @Test("never stands for two connections: a reply under an unchanged number came over the one of that number")
    func identity() async throws {
        try await withRedis { server in
            try await withClient(server.url) { client in
                try await withClient(server.url) { killer in
                    let names = NIOLockedValueBox<[UInt64: Set<Int64>]>([:])
                    let ask = RedisCommand("CLIENT", "ID").idempotent()
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<8 {
                            group.addTask {
                                while !Task.isCancelled {
                                    let before = client.connectionNumber
                                    guard let id = try? await client.send(ask).integer,
                                        client.connectionNumber == before
                                    else { continue }
                                    names.withLockedValue { _ = $0[before, default: []].insert(id) }
                                }
                            }
                        }
                        for round in 1...6 {  // each redial waits longer than the one before
                            let number = UInt64(round)
                            while names.withLockedValue({ $0[number] }) == nil { await Task.yield() }
                            try await killer.send(["CLIENT", "KILL", "TYPE", "normal"])
                        }
                        group.cancelAll()
                    }
                    let seen = names.withLockedValue { $0 }
                    #expect(seen.count >= 6)
                    #expect(seen.values.allSatisfy { $0.count == 1 })
                    #expect(seen.values.reduce(into: Set()) { $0.formUnion($1) }.count == seen.count)
                }
            }
        }
    }
}
