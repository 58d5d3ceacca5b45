import Foundation
import NIOCore
import Testing

@testable import Stripe

@Suite("A refusal of Stripe's")
struct StripeErrorTests {
    private func error(_ status: Int, _ body: String, retryAfter: Duration? = nil) -> StripeError {
        StripeError(
            StripeAnswer(
                status: status, shouldRetry: nil, retryAfter: retryAfter, requestID: nil, body: ByteBuffer(string: body)
            ))
    }

    @Test("is read by its status, its type and its codes")
    func classes() {
        let declined = #"{"error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds"}}"#
        #expect(error(402, declined) == .declined(code: "card_declined", declineCode: "insufficient_funds"))
        let invalid =
            #"{"error":{"type":"invalid_request_error","code":"amount_too_small","param":"line_items[0][x]"}}"#
        #expect(error(400, invalid) == .invalidRequest(param: "line_items[0][x]", code: "amount_too_small"))
        #expect(error(400, #"{"error":{"type":"idempotency_error"}}"#) == .idempotencyMismatch)
        #expect(error(400, #"{"error":{"code":"rate_limit"}}"#) == .rateLimited(retryAfter: nil))
        #expect(error(401, invalid) == .authentication)
        #expect(error(403, invalid) == .authentication)
        #expect(error(404, invalid) == .notFound)
        #expect(error(409, invalid) == .api(status: 409))
        #expect(error(429, "", retryAfter: .seconds(2)) == .rateLimited(retryAfter: .seconds(2)))
        #expect(error(500, "") == .api(status: 500))
        #expect(error(302, "") == .api(status: 302))
    }

    @Test(
        "with a body that is no JSON is believed by its status alone",
        arguments: ["", "<html>", "{}", "[1]", "{\"error\":1}"])
    func noJSON(_ body: String) {
        #expect(error(402, body) == .declined(code: nil, declineCode: nil))
        #expect(error(400, body) == .invalidRequest(param: nil, code: nil))
    }

    @Test("never brings the body into its description")
    func description() {
        let secrets = ["Your card 4242 4242", "sk_live_x y", "\u{1B}[31m", "ä"]
        for secret in secrets {
            let body =
                #"{"error":{"message":"\#(secret)","code":"\#(secret)","param":"\#(secret)","decline_code":"\#(secret)"}}"#
            for status in [400, 401, 402, 404, 429, 500] {
                let error = error(status, body)
                #expect(!"\(error)".contains(secret) && !String(reflecting: error).contains(secret))
            }
        }
        let long = String(repeating: "a", count: 500)
        let error = error(400, #"{"error":{"code":"\#(long)"}}"#)
        #expect(error == .invalidRequest(param: nil, code: String(repeating: "a", count: 80)))
    }

    @Test("is transient when the same call may go better later")
    func transience() {
        for error: StripeError in [
            .unreachable, .rateLimited(retryAfter: nil), .api(status: 409), .api(status: 500), .malformedAnswer,
        ] { #expect(error.isTransient) }
        for error: StripeError in [
            .declined(code: nil, declineCode: nil), .invalidRequest(param: nil, code: nil), .idempotencyMismatch,
            .authentication, .notFound, .api(status: 302),
        ] { #expect(!error.isTransient) }
    }
}
