import Stripe
import Testing

@Suite("A webhook's secret")
struct WebhookSecretTests {
    private let secret = WebhookExample.secret

    @Test("is not taken when it is missing, short, or has spaces around it")
    func weak() {
        for secrets in [[], Array(repeating: secret, count: 9)] {
            #expect(throws: StripeConfigurationError.noSecret) { try StripeWebhook(secrets: secrets) }
        }
        for weak in ["", "whsec_", String(repeating: "x", count: 23), secret + "\n", " " + secret] {
            #expect(throws: StripeConfigurationError.weakSecret) { try StripeWebhook(secrets: [secret, weak]) }
        }
        #expect(throws: Never.self) { try StripeWebhook(secrets: [String(repeating: "x", count: 24)]) }
    }

    @Test("is believed wherever it stands among several, and only the first signs")
    func several() throws {
        let secrets = [WebhookExample.otherSecret, secret]
        let webhook = try StripeWebhook(secrets: secrets)
        for secret in secrets {
            let header = try WebhookExample.header(secret: secret)
            #expect(throws: Never.self) { try WebhookExample.verify(header, secrets: secrets) }
        }
        let signed = webhook.sign(WebhookExample.payload, at: WebhookExample.now)
        #expect(try signed == WebhookExample.header(secret: WebhookExample.otherSecret))
    }

    @Test("is shown to nobody, in no error either")
    func redaction() throws {
        let webhook = try StripeWebhook(secrets: [secret])
        var texts = ["\(webhook)", String(reflecting: webhook)]
        texts.append("")
        dump(webhook, to: &texts[2])
        let refused = #expect(throws: StripeConfigurationError.self) { try StripeWebhook(secrets: [secret + " "]) }
        texts += try [#require(refused)].flatMap { ["\($0)", String(reflecting: $0)] }
        #expect(texts.allSatisfy { !$0.isEmpty && !$0.contains("5WbX") })
    }
}
