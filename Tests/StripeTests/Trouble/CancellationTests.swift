import Stripe
import Testing

@Suite("A call that is cancelled", .timeLimit(.minutes(5)))
struct CancellationTests {
    @Test(
        "ends at once, wherever it is",
        arguments: [ScriptedServer.Line.begin(""), .begin("HTTP/1.1 200 OK\r\n"), .stalledAnswer("{")])
    func underWay(_ line: ScriptedServer.Line) async throws {
        try await ScriptedServer.open([line]) { server in
            try await withClient(of: server.baseURL) { client in
                let id = try #require(Refund.ID("re_1"))
                try await expectPromptEnd(of: { _ = try await client.refund(id) }) {
                    _ = try #require(await server.requests.first { _ in true })
                }
            }
        }
    }

    @Test("ends at once in the pause before a repetition, and is not repeated")
    func inPause() async throws {
        let refusal = ScriptedServer.Line.answer("{}", status: "429 Slow", fields: "Retry-After: 10\r\n")
        try await ScriptedServer.open([refusal, .answer(refundText())]) { server in
            try await withClient(of: server.baseURL) { client in
                let id = try #require(Refund.ID("re_1"))
                try await expectPromptEnd(of: { _ = try await client.refund(id) }) {
                    _ = try #require(await server.requests.first { _ in true })
                }
                let second = try await server.firstRequest(within: .milliseconds(100))
                #expect(second == nil)
            }
        }
    }

    @Test("before it begins is not sent")
    func before() async throws {
        try await ScriptedServer.open([.answer(refundText())]) { server in
            try await withClient(of: server.baseURL) { client in
                let id = try #require(Refund.ID("re_1"))
                try await expectPromptEnd(of: { _ = try await client.refund(id) }, after: {})
            }
        }
    }

    @Test("leaves the client as it was: the next call comes through")
    func afterwards() async throws {
        try await ScriptedServer.open([.begin(""), .answer(refundText())]) { server in
            try await withClient(of: server.baseURL) { client in
                let id = try #require(Refund.ID("re_1"))
                try await expectPromptEnd(of: { _ = try await client.refund(id) }) {
                    _ = try #require(await server.requests.first { _ in true })
                }
                let found = try await client.refund(id)
                #expect(found.id == id)
            }
        }
    }

    /// Cancels a call once `moment` has come, and expects it to end with `CancellationError` well before its time.
    private func expectPromptEnd(
        of call: @escaping @Sendable () async throws -> Void, after moment: () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await call() }
            try await moment()
            group.cancelAll()
            let time = await ContinuousClock().measure {
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
            #expect(time < .seconds(2))
        }
    }
}
