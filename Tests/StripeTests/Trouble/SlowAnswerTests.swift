import Stripe
import StripeReplay
import Testing

@Suite("A slow answer", .timeLimit(.minutes(5)))
struct SlowAnswerTests {
    @Test("is waited for within the time of a call")
    func inTime() async throws {
        try await TestShop.open { shop in
            await shop.server.outage(.delay(.milliseconds(300)))
            let page = try await shop.checkout()
            #expect(page.status == .open)
            let calls = await shop.server.calls
            #expect(calls.count == 1)
        }
    }

    @Test(
        "that does not come, or begins and does not end, costs the time of one call",
        arguments: [
            ScriptedServer.Line.begin(""), .begin("HTTP/1.1 200 OK\r\n"), .stalledAnswer("{"),
        ])
    func tooLate(_ line: ScriptedServer.Line) async throws {
        try await ScriptedServer.open([line]) { server in
            try await withClient(of: server.baseURL, bend: { $0.callTimeout = .milliseconds(400) }) { client in
                let id = try #require(Refund.ID("re_1"))
                let time = await ContinuousClock().measure {
                    await #expect(throws: StripeError.unreachable) { _ = try await client.refund(id) }
                }
                #expect(time >= .milliseconds(300) && time < .seconds(5))
            }
        }
    }

    @Test("counts against the time of the whole call, after repetitions as well")
    func wholeCall() async throws {
        let cut = ScriptedServer.Line.cutAnswer("{", missing: 1)
        try await ScriptedServer.open([cut, cut, .stalledAnswer("{")]) { server in
            try await withClient(of: server.baseURL, bend: { $0.callTimeout = .milliseconds(400) }) { client in
                let id = try #require(Refund.ID("re_1"))
                let time = await ContinuousClock().measure {
                    await #expect(throws: StripeError.unreachable) { _ = try await client.refund(id) }
                }
                #expect(time >= .milliseconds(300) && time < .seconds(5))
            }
        }
    }

    @Test("from where nobody listens is none: the call is given up soon")
    func nobodyListens() async throws {
        try await withClient(of: "http://127.0.0.1:\(Sockets.freePort())") { client in
            let id = try #require(Refund.ID("re_1"))
            let time = await ContinuousClock().measure {
                await #expect(throws: StripeError.unreachable) { _ = try await client.refund(id) }
            }
            #expect(time < .seconds(5))
        }
    }
}
