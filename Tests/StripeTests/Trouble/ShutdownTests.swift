import Logging
import ServiceLifecycle
import Stripe
import StripeReplay
import Testing

@Suite("Shutting down", .timeLimit(.minutes(5)))
struct ShutdownTests {
    @Test("a client ends the calls that are under way, and keeps no connection")
    func client() async throws {
        try await ScriptedServer.open([.begin("")]) { server in
            let client = try Self.client(of: server.baseURL)
            let id = try #require(Refund.ID("re_1"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await #expect(throws: StripeError.unreachable) { try await client.refund(id) } }
                _ = try #require(await server.requests.first { _ in true })
                let time = try await ContinuousClock().measure {
                    try await running([{ try await client.run() }]) {}
                    try await group.waitForAll()
                }
                #expect(time < .seconds(5))
            }
            await #expect(throws: StripeError.unreachable) { try await client.refund(id) }
        }
    }

    @Test("a client that has ended is held by nobody: no task of it is left")
    func released() async throws {
        weak var ended: StripeClient?
        try await ScriptedServer.open([.answer(refundText()), .begin("")]) { server in
            let client = try Self.client(of: server.baseURL)
            ended = client
            let id = try #require(Refund.ID("re_1"))
            try await withThrowingTaskGroup(of: Void.self) { calls in
                try await running([{ try await client.run() }]) {
                    _ = try await client.refund(id)
                    _ = try #require(await server.requests.first { _ in true })
                    calls.addTask { await #expect(throws: StripeError.unreachable) { try await client.refund(id) } }
                    _ = try #require(await server.requests.first { _ in true })
                }
                try await calls.waitForAll()
            }
        }
        #expect(ended == nil)
    }

    @Test("a server ends in the middle of slow answers and of webhooks that nobody takes, and leaves no socket")
    func server() async throws {
        var baseURL = ""
        var sockets: Set<Substring> = []
        let clock = ContinuousClock()
        var begun = clock.now
        try await TestShop.open { shop in
            baseURL = shop.baseURL
            shop.receiver.refuse(1000)
            try await shop.server.expire(shop.checkout().id)
            for outage in [ReplayOutage.stall, .delay(.seconds(60))] {
                await shop.server.outage(outage)
                try await withClient(of: baseURL, bend: { $0.callTimeout = .milliseconds(200) }) { client in
                    await #expect(throws: StripeError.unreachable) {
                        try await client.createCheckout(.example(), key: .fresh())
                    }
                }
            }
            sockets = try Sockets.open(at: baseURL)
            #expect(!sockets.isEmpty)
            begun = clock.now
        }
        #expect(clock.now - begun < .seconds(5))
        #expect(try Sockets.open(at: baseURL).isDisjoint(with: sockets))
    }

    @Test("a server that is told to stop takes no more connections and ends by itself")
    func graceful() async throws {
        let (addresses, listening) = AsyncStream<String>.makeStream()
        let logger = LogLines().logger()
        let server = StripeReplayServer(logger: logger) { listening.yield($0) }
        let group = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let baseURL = try #require(await addresses.first { _ in true })
            try await withClient(of: baseURL) { client in
                _ = try await client.createCheckout(.example(), key: .fresh())
            }
            let sockets = try Sockets.open(at: baseURL)
            #expect(!sockets.isEmpty)
            await group.triggerGracefulShutdown()
            let time = try await ContinuousClock().measure { try await tasks.waitForAll() }
            #expect(time < .seconds(5))
            #expect(try Sockets.open(at: baseURL).isDisjoint(with: sockets))
        }
    }

    private static func client(of baseURL: String) throws -> StripeClient {
        let key = try StripeAPIKey(StripeReplayServer.apiKey)
        return StripeClient(try StripeConfiguration(key: key, baseURL: baseURL), logger: LogLines().logger())
    }
}
