import Stripe
import StripeReplay
import Testing

@Suite("An answer that cannot be used", .timeLimit(.minutes(5)))
struct BrokenAnswerTests {
    private func refund(_ script: [ScriptedServer.Line]) async throws -> Refund {
        var found: Refund?
        try await ScriptedServer.open(script) { server in
            try await withClient(of: server.baseURL, bend: { $0.callTimeout = .seconds(5) }) { client in
                found = try await client.refund(#require(Refund.ID("re_1")))
            }
        }
        return try #require(found)
    }

    @Test("because the connection is closed before it begins: the call is repeated, and then given up")
    func hangUp() async throws {
        try await TestShop.open { shop in
            await shop.server.outage(.hangUp, calls: 2)
            _ = try await shop.checkout("a")
            await shop.server.outage(.hangUp, calls: 3)
            await #expect(throws: StripeError.unreachable) { try await shop.checkout("b") }
            let calls = await shop.server.calls
            #expect(calls.count == 6)
        }
    }

    @Test("because the connection is cut in its middle: the call is repeated, and no half is believed")
    func cut() async throws {
        let half = ScriptedServer.Line.cutAnswer(refundText(), missing: 1)
        let found = try await refund([half, half, .answer(refundText("pending"))])
        #expect(found.status == .pending)
        await #expect(throws: StripeError.unreachable) { _ = try await refund([half, half, half]) }
        await #expect(throws: StripeError.unreachable) {
            _ = try await refund(Array(repeating: .say("HTTP/1.1 200 OK\r\nContent-Le"), count: 3))
        }
    }

    @Test("because it is no HTTP: the call is repeated, and then given up")
    func noHTTP() async throws {
        await #expect(throws: StripeError.unreachable) {
            _ = try await refund(Array(repeating: .say("220 mail.test ESMTP\r\n\r\n"), count: 3))
        }
    }

    @Test("because it is longer than 1 MiB, to the byte; the call is not repeated")
    func long() async throws {
        let room = (1 << 20) - refundText().utf8.count
        let longest = try await refund([.answer(refundText(padding: room))])
        #expect(longest.amount == .euros(250))
        await #expect(throws: StripeError.malformedAnswer) {
            _ = try await refund([.answer(refundText(padding: room + 1)), .answer(refundText())])
        }
        try await TestShop.open { shop in
            await shop.server.outage(.flood(bytes: 64 << 20), calls: 10)
            await #expect(throws: StripeError.malformedAnswer) { try await shop.checkout() }
            let calls = await shop.server.calls
            #expect(calls.count == 1)
        }
    }

    @Test("because it is long is still a refusal when its status says so, and counts as one")
    func longRefusal() async throws {
        let long = String(repeating: " ", count: (1 << 20) + 1)
        let found = try await refund([.answer(long, status: "503 Busy"), .answer(refundText())])
        #expect(found.status == .succeeded)
        await #expect(throws: StripeError.notFound) { _ = try await refund([.answer(long, status: "404 None")]) }
    }

    @Test("because it is no JSON, or of another kind; the call is not repeated, for it has taken effect")
    func babble() async throws {
        try await TestShop.open { shop in
            await shop.server.outage(.babble)
            await #expect(throws: StripeError.malformedAnswer) { try await shop.checkout() }
            let calls = await shop.server.calls
            #expect(calls.count == 1)
        }
        for body in [
            "", "{}", "[]", "null", "\u{0}", #"{"object":"refund"}"#, refundText().replacing("refund", with: "charge"),
            refundText().replacing("250", with: "2.5"), refundText().replacing("eur", with: "euro"),
            refundText().replacing("re_1", with: "../re"), String(refundText().dropLast()), refundText() + "}",
        ] {
            await #expect(throws: StripeError.malformedAnswer, "\(body)") { _ = try await refund([.answer(body)]) }
        }
    }

    @Test(
        "because it leads elsewhere: nobody follows it, and the key stays here",
        arguments: ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
    func redirection(_ status: String) async throws {
        try await ScriptedServer.open([]) { elsewhere in
            let code = try #require(Int(status.prefix(3)))
            await #expect(throws: StripeError.api(status: code)) {
                _ = try await refund([.answer("", status: status, fields: "Location: \(elsewhere.baseURL)/v1/\r\n")])
            }
            let connection = try await elsewhere.firstRequest(within: .milliseconds(100))
            #expect(connection == nil)
        }
    }
}
