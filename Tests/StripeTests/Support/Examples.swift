import Foundation
import Stripe

extension CheckoutOrder {
    static func example(
        _ purchase: String = "purchase-7", minor: Int64 = 1250, expires: Date? = nil
    ) -> CheckoutOrder {
        CheckoutOrder(
            amount: .euros(minor), productName: "1,000 credits & more",
            successURL: "https://shop.test/done?page={CHECKOUT_SESSION_ID}", cancelURL: "https://shop.test/back",
            clientReferenceID: purchase, metadata: ["purchase": purchase], expires: expires)
    }
}

extension StripeAmount {
    static func euros(_ minor: Int64) -> StripeAmount {
        guard let euro = StripeCurrency("EUR") else { preconditionFailure("three letters") }
        return StripeAmount(minor: minor, currency: euro)
    }
}

extension StripeIdempotencyKey {
    static func example(_ text: String) -> StripeIdempotencyKey {
        guard let key = StripeIdempotencyKey(text) else { preconditionFailure("visible ASCII") }
        return key
    }

    static func fresh() -> StripeIdempotencyKey { StripeIdempotencyKey("test", UUID()) }
}
