import ServiceLifecycle
import Stripe
import StripeReplay
import Testing

@Suite("A client in a service group", .timeLimit(.minutes(5)))
struct ClientServiceTests {
    @Test("ends when the group is told to stop, and calls that are under way with it")
    func graceful() async throws {
        try await ScriptedServer.open([.begin("")]) { server in
            let key = try StripeAPIKey(StripeReplayServer.apiKey)
            let logger = LogLines().logger()
            let client = StripeClient(try StripeConfiguration(key: key, baseURL: server.baseURL), logger: logger)
            let group = ServiceGroup(services: [client], logger: logger)
            let id = try #require(Refund.ID("re_1"))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                tasks.addTask { await #expect(throws: StripeError.unreachable) { try await client.refund(id) } }
                _ = try #require(await server.requests.first { _ in true })
                await group.triggerGracefulShutdown()
                let time = try await ContinuousClock().measure { try await tasks.waitForAll() }
                #expect(time < .seconds(5))
            }
        }
    }
}
