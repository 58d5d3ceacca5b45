import Credits
import Foundation
import Stripe

/// Makes pages to pay purchases on.
struct CheckoutPages: Sendable {
    let client: StripeClient
    let returnURL: ReturnURL

    /// A page of the purchase's price, open for a day.
    ///
    /// Asked again within the hour it is the same page: a worker that died between making a page and writing it down left
    /// none behind. Later it is another one, since Stripe repeats a failure of its own for as long as it remembers the key.
    /// Nobody has seen the first page then, so nobody can pay on it.
    ///
    /// - Throws: `StripeError`; ``PaymentError/refused(code:)`` for a currency that is none.
    func open(_ purchase: Purchase, now: Date = Date()) async throws -> CheckoutPage {
        guard let currency = StripeCurrency(purchase.price.currency) else {
            throw PaymentError.refused(code: "currency_unknown")
        }
        let hour = Int(now.timeIntervalSince1970) / 3600
        guard let key = StripeIdempotencyKey("checkout-\(purchase.id.uuidString.lowercased())-\(hour)") else {
            throw PaymentError.providerUnavailable
        }
        let order = CheckoutOrder(
            amount: StripeAmount(minor: purchase.price.amountMinor, currency: currency),
            productName: purchase.description, successURL: returnURL.paid(purchase.id),
            cancelURL: returnURL.turnedBack(purchase.id), clientReferenceID: purchase.id.uuidString.lowercased(),
            metadata: ["purchase": purchase.id.uuidString.lowercased()])
        let page = try await client.createCheckout(order, key: key)
        return CheckoutPage(id: page.id.text, url: page.url)
    }
}
