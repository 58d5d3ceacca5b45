import Stripe
import Testing

@Suite("The signature header of a webhook")
struct SignatureHeaderTests {
    @Test(
        "that Stripe would not write is not looked at, though a good signature is in it, too",
        arguments: [
            "", ",", "t", "t=", "=1", "v1=", "t=1767225600,", ",t=1767225600", "t=1767225600,t=1767225600",
            "t=1767225600,v1=", "t=+1767225600", "t=-1", "t=0", "t=01767225600", "t= 1767225600", "t=1767225600.0",
            "t=1e9", "t=1767225600,v1=abc", "t=99999999999999999999", "t=1767225600,v1=GG", "t=1767225600 ,v1=aa",
            "t=١٧٦٧٢٢٥٦٠٠", "t=1767225600,v1=ä", "t=1767225600\n",
        ])
    func malformed(_ header: String) throws {
        let good = try WebhookExample.header()
        for header in [header, "\(header),\(WebhookExample.signature(good))", "\(good),\(header)"] {
            #expect(throws: StripeWebhookError.malformedHeader) { try WebhookExample.verify(header) }
        }
    }

    @Test("with a signature in capitals is not one: Stripe writes small")
    func upperCase() throws {
        let good = try WebhookExample.header()
        let capitals = WebhookExample.signature(good).dropFirst(3).uppercased()
        #expect(throws: StripeWebhookError.malformedHeader) {
            try WebhookExample.verify(good.prefix { $0 != "v" } + "v1=" + capitals)
        }
    }

    @Test("has sixteen signatures at most")
    func manySignatures() throws {
        let good = try WebhookExample.header()
        let wrong = ",v1=" + String(repeating: "0", count: 64)
        #expect(throws: Never.self) { try WebhookExample.verify(good + String(repeating: wrong, count: 15)) }
        for other in [wrong, ",v0=1"] {
            #expect(throws: StripeWebhookError.malformedHeader) {
                try WebhookExample.verify(good + String(repeating: other, count: 16))
            }
        }
    }

    @Test("has 4 KiB at most")
    func length() throws {
        let start = try WebhookExample.header() + ",v0="
        let room = 4096 - start.utf8.count
        #expect(throws: Never.self) { try WebhookExample.verify(start + String(repeating: "0", count: room)) }
        #expect(throws: StripeWebhookError.malformedHeader) {
            try WebhookExample.verify(start + String(repeating: "0", count: room + 1))
        }
    }

    @Test("may have signatures of schemes that nobody knows yet, which count for nothing")
    func otherSchemes() throws {
        let good = try WebhookExample.header()
        let signature = WebhookExample.signature(good).dropFirst(3)
        #expect(throws: Never.self) { try WebhookExample.verify("\(good),v0=\(signature),v9=anything") }
        #expect(throws: StripeWebhookError.unsigned) {
            try WebhookExample.verify("\(good.prefix { $0 != "," }),v9=\(signature),v11=\(signature)")
        }
    }
}
