import API
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Stores
import Testing

@Suite("Sending a request twice")
struct IdempotencyTests {
    private func create(
        _ client: any TestClientProtocol, key: String?, _ body: String = #"{"name":"Shop","slug":"shop"}"#
    ) async throws -> TestResponse {
        var headers = APIFixture.bearer.with(.contentType, "application/json")
        headers[.idempotencyKey] = key
        return try await client.execute(
            uri: "/api/stores/create", method: .post, headers: headers, body: ByteBuffer(string: body))
    }

    @Test("the same key and body give the first answer again and do nothing twice")
    func replay() async throws {
        let fixture = APIFixture()
        try await fixture.test { client async throws in
            let first = try await create(client, key: "k-1")
            let second = try await create(client, key: "\"k-1\"", #" { "slug" : "shop", "name":"Shop" } "#)
            #expect(first.status == .created && second.status == .created)
            #expect(first.body == second.body)
            #expect(second.headers[.location] == first.headers[.location])
            #expect(second.headers[.contentType] == "application/json")
            #expect(first.headers[.idempotencyReplayed] == nil)
            #expect(second.headers[.idempotencyReplayed] == "true")
            #expect(first.headers[.requestID] != second.headers[.requestID])
        }
        #expect(fixture.created == 1)
    }

    @Test("another body with the same key is refused")
    func reuse() async throws {
        try await APIFixture().test { client in
            _ = try await create(client, key: "k-1")
            let other = try await create(client, key: "k-1", #"{"name":"Other"}"#)
            #expect(other.status.code == 422)
            #expect(other.json["code"]?.text == "idempotency_key_reused")
        }
    }

    @Test("while the first request is being carried out, the second is told to wait", .timeLimit(.minutes(5)))
    func running() async throws {
        let (gate, opener) = AsyncStream<Void>.makeStream()
        var fixture = APIFixture()
        fixture.pause = { for await _ in gate {} }
        try await fixture.test { [fixture] client async throws in
            async let first = create(client, key: "k-1")
            while fixture.created == 0 { await Task.yield() }
            let second = try await create(client, key: "k-1")
            #expect(second.status == .conflict)
            #expect(second.json["code"]?.text == "request_in_progress")
            #expect(second.headers[.retryAfter] == "1")
            opener.finish()
            let created = try await first
            #expect(created.status == .created)
        }
        #expect(fixture.created == 1)
    }

    @Test("without a key every request counts")
    func keyless() async throws {
        let fixture = APIFixture()
        try await fixture.test { client async throws in
            for _ in 1...2 { #expect(try await create(client, key: nil).status == .created) }
        }
        #expect(fixture.created == 2)
        #expect(fixture.keys.count == 0)
    }

    @Test("a final refusal is the answer; one that may pass, or is our fault, does not burn the key")
    func refusals() async throws {
        var fixture = APIFixture()
        fixture.refusal = StoreError.slugTaken([])
        try await fixture.test { client async throws in
            #expect(try await create(client, key: "final").headers[.idempotencyReplayed] == nil)
            let again = try await create(client, key: "final")
            #expect(again.status == .conflict)
            #expect(again.headers[.idempotencyReplayed] == "true")
            #expect(again.headers[.contentType] == "application/problem+json")
        }
        for kind in [FailureKind.paymentRequired, .rateLimited, .unavailable, .unauthenticated] {
            var fixture = APIFixture()
            fixture.refusal = Passing(kind: kind)
            try await fixture.test { client async throws in
                #expect(try await create(client, key: "passing").status.code == kind.status.code)
            }
            #expect(fixture.keys.count == 0, "\(kind)")
        }
        let broken = APIFixture()
        try await broken.test { client async throws in
            #expect(try await create(client, key: "k", #"{"name":"Unforeseen"}"#).status == .internalServerError)
        }
        #expect(broken.keys.count == 0)
    }

    @Test("what cannot be read does not burn the key, and a key that is none is refused")
    func unreadable() async throws {
        let fixture = APIFixture()
        try await fixture.test { client async throws in
            #expect(try await create(client, key: "k", #"{"name":7}"#).status == .badRequest)
            #expect(fixture.keys.count == 0)
            #expect(try await create(client, key: "k").status == .created)
            #expect(try await create(client, key: "two words").fields == ["Idempotency-Key"])
        }
    }

    struct Passing: Failure {
        let kind: FailureKind
        var explanation: Explanation { Explanation(kind, "passing", "It may pass.") }
    }
}
