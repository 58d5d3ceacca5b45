import Foundation
import Stripe
import Testing

@Suite("The payload of a webhook")
struct WebhookPayloadTests {
    @Test("of a type that does not matter is an event all the same")
    func otherType() throws {
        let event = try WebhookExample.verify(WebhookExample.header())
        #expect(event.id == StripeEvent.ID("evt_1") && event.type == "ping")
        #expect(event.isLive && event.created == WebhookExample.now && event.apiVersion == nil)
    }

    @Test("is 1 MiB at most, measured before anything else is looked at")
    func limit() throws {
        let longest = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
        let header = try WebhookExample.header(over: longest)
        #expect(throws: StripeWebhookError.malformedEvent) { try WebhookExample.verify(header, longest) }
        for header in [header, "", "nonsense"] {
            #expect(throws: StripeWebhookError.payloadTooLong) { try WebhookExample.verify(header, longest + [32]) }
        }
    }

    @Test("that was parsed and written again, cut or lengthened is another one")
    func rewritten() throws {
        let payload = WebhookExample.payload
        let parsed = try JSONSerialization.jsonObject(with: Data(payload))
        let rewritten = Array(try JSONSerialization.data(withJSONObject: parsed, options: [.prettyPrinted]))
        for payload in [rewritten, payload.dropLast(), payload + [10], Array(payload.dropFirst()), []] {
            #expect(throws: StripeWebhookError.wrongSignature) {
                try WebhookExample.verify(WebhookExample.header(), Array(payload))
            }
        }
    }

    @Test(
        "signed well is still refused when it is no event",
        arguments: [
            "", "{}", "[]", "null", "\u{FEFF}", String(repeating: "[", count: 100_000), #"{"object":"event"}"#,
            #"{"id":"evt_1","object":"charge","type":"ping","created":1,"livemode":true,"data":{"object":{}}}"#,
            #"{"id":"../x","object":"event","type":"ping","created":1,"livemode":true,"data":{"object":{}}}"#,
            #"{"id":"evt_1","object":"event","type":"refund.created","created":1,"livemode":true,"data":{}}"#,
            #"{"id":"evt_1","object":"event","type":"ping","created":"now","livemode":true,"data":{"object":{}}}"#,
        ].map { Array($0.utf8) } + [[0xFF, 0xFE]])
    func noEvent(_ payload: [UInt8]) throws {
        let header = try WebhookExample.header(over: payload)
        #expect(throws: StripeWebhookError.malformedEvent) { try WebhookExample.verify(header, payload) }
    }

    @Test("is not read before its signature holds: what is no event is not told from what is")
    func signatureFirst() throws {
        let header = try WebhookExample.header(secret: WebhookExample.otherSecret)
        for payload in [WebhookExample.payload, Array("{}".utf8), [0xFF]] {
            #expect(throws: StripeWebhookError.wrongSignature) { try WebhookExample.verify(header, payload) }
        }
    }
}
