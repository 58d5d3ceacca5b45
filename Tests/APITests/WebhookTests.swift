import API
import Credits
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOConcurrencyHelpers
import NIOCore
import Testing

@Suite("Webhooks")
struct WebhookTests {
    @Test("are handed on byte for byte, whatever they are and say they are")
    func bytes() async throws {
        let heard = NIOLockedValueBox<[String]>([])
        var fixture = APIFixture()
        fixture.webhooks = WebhookPort { body, signature in
            heard.withLockedValue { $0.append("\(String(decoding: body, as: UTF8.self)) \(signature ?? "-")") }
        }
        let bodies = ["{\"a\" :1,\"a\":2}\r\n", "", "\u{0}ü", "[", String(repeating: "x", count: 1 << 20)]
        try await fixture.test { client in
            for body in bodies {
                let answer = try await client.execute(
                    uri: "/api/webhooks/stripe", method: .post,
                    headers: [.stripeSignature: "t=1,v1=2", .contentType: "text/plain"], body: ByteBuffer(string: body))
                #expect(answer.status == .ok)
                #expect(String(buffer: answer.body) == #"{"received":true}"#)
            }
            let long = try await client.execute(
                uri: "/api/webhooks/stripe", method: .post, body: ByteBuffer(repeating: 0x20, count: 1 + 1 << 20))
            #expect(long.status == .contentTooLarge)
        }
        #expect(heard.withLockedValue { $0 } == bodies.map { $0 + " t=1,v1=2" })
    }

    @Test("of a platform without the provider are answered with 503")
    func unavailable() async throws {
        var fixture = APIFixture()
        fixture.webhooks = WebhookPort { _, _ in throw PaymentError.stripeNotConfigured }
        try await fixture.test { client in
            let answer = try await client.execute(uri: "/api/webhooks/stripe", method: .post)
            #expect(answer.status == .serviceUnavailable)
        }
    }
}
