import Foundation
import Testing

@testable import Stripe

@Suite("Stripe's values")
struct ValueTests {
    @Test("a currency is three letters, in whatever case")
    func currencies() {
        #expect(StripeCurrency("EUR")?.code == "eur")
        for text in ["", "eu", "euro", "e r", "€ur", "ＥＵＲ"] { #expect(StripeCurrency(text) == nil) }
    }

    @Test("an identifier can stand in a path as it is")
    func identifiers() {
        #expect(CheckoutSession.ID("cs_test_a1B2")?.text == "cs_test_a1B2")
        for text in ["", "a/b", "..", "a?b", "a b", "ä", String(repeating: "a", count: 256)] {
            #expect(CheckoutSession.ID(text) == nil)
        }
    }

    @Test("an idempotency key is visible ASCII, up to 255 characters")
    func idempotencyKeys() {
        for text in ["", "a b", "a\r\nx: y", "ä", String(repeating: "a", count: 256)] {
            #expect(StripeIdempotencyKey(text) == nil)
        }
        #expect(StripeIdempotencyKey(String(repeating: "a", count: 255)) != nil)
    }

    @Test("a key of an account shows itself to nobody, in no error either")
    func keys() throws {
        let key = try StripeAPIKey("sk_live_Hush0123456789")
        let configuration = try StripeConfiguration(key: key)
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(key)", String(reflecting: key), "\(configuration)", dumped] {
            #expect(!text.contains("Hush"))
        }
        #expect(key.isLive)
        #expect(try StripeAPIKey("rk_test_Hush0123456789").isLive == false)
        for text in ["", "pk_live_0123456789", "sk_short", "sk_live_012345\n6789", "sk_live_01234 56789"] {
            #expect(throws: StripeConfigurationError.malformedKey) { try StripeAPIKey(text) }
        }
    }

    @Test("a key goes out encrypted, or to this machine")
    func baseURLs() throws {
        let key = try StripeAPIKey("sk_test_0123456789")
        for url in ["https://api.stripe.com", "https://api.stripe.com/", "http://127.0.0.1:1", "http://[::1]:1"] {
            #expect(throws: Never.self) { try StripeConfiguration(key: key, baseURL: url) }
        }
        #expect(try StripeConfiguration(key: key, baseURL: "HTTPS://API.stripe.com/").baseURL.hasSuffix(".com"))
        for url in [
            "", "api.stripe.com", "http://api.stripe.com", "ftp://127.0.0.1", "https://", "https://a@api.stripe.com",
            "https://api.stripe.com/v1", "https://api.stripe.com?x", "https://api.stripe.com#x",
            "http://127.0.0.1.evil.test",
        ] {
            #expect(throws: StripeConfigurationError.malformedBaseURL) {
                try StripeConfiguration(key: key, baseURL: url)
            }
        }
    }

    @Test("words that nobody knew keep their text, members that nobody knew are passed over")
    func tolerance() throws {
        let text = #"""
            {"id": "cs_1", "object": "checkout.session", "status": "paused", "payment_status": "half_paid", "new": [{}],
             "amount_total": null, "currency": null, "metadata": null, "created": 1, "livemode": false,
             "payment_intent": {"id": "pi_1", "object": "payment_intent", "deep": {"er": 1}}}
            """#
        let session = try JSONDecoder.stripe.decode(CheckoutSession.self, from: Data(text.utf8))
        #expect(session.status?.rawValue == "paused" && session.paymentStatus.rawValue == "half_paid")
        #expect(session.paymentIntent == PaymentIntent.ID("pi_1"))
        #expect(session.total == nil && session.metadata == [:] && session.url == nil)
    }

    @Test("money is whole minor units or nothing", arguments: ["12.5", "1e400", "\"12\"", "92233720368547758080"])
    func money(_ amount: String) {
        let text = """
            {"id": "re_1", "object": "refund", "amount": \(amount), "currency": "eur", "created": 1}
            """
        #expect(throws: DecodingError.self) { try JSONDecoder.stripe.decode(Refund.self, from: Data(text.utf8)) }
    }
}
