import Foundation
import StripeReplay
import Testing

/// `TENANTRY_TEST_STRIPE_PYTHON`: a Python that has Stripe's own library, if there is one.
private let python = ProcessInfo.processInfo.environment["TENANTRY_TEST_STRIPE_PYTHON"]

@Suite(
    "With the server that stands in for Stripe", .timeLimit(.minutes(5)),
    .enabled(if: python != nil, "TENANTRY_TEST_STRIPE_PYTHON names no Python"))
struct StripeLibraryTests {
    @Test("Stripe's own library sells, refunds and is refused as it would be with Stripe")
    func shop() async throws {
        try await TestShop.open { shop in
            let script = URL(filePath: #filePath).appending(path: "../../Scripts/sell-with-stripe-library.py")
            let seen = try await ChildProgram.output(
                of: #require(python), [script.standardized.path, shop.baseURL, StripeReplayServer.apiKey])
            #expect(
                seen == """
                    {"charge": [true, 500], "declined": ["CardError", 402, "card_declined"], "expired": "expired", \
                    "missing": ["InvalidRequestError", 404, "resource_missing"], "other_params": 400, \
                    "payment": ["succeeded", 500], "refunds": [300, 200], "same_key_same_session": true, \
                    "session": ["open", "unpaid", 1250, "eur", "7"], \
                    "too_small": ["InvalidRequestError", 400, "amount_too_small"], \
                    "wrong_key": ["AuthenticationError", 401, null]}

                    """)
        }
    }
}
