package import Foundation

/// One thing to be paid for on a page of Stripe's.
package struct CheckoutOrder: Sendable {
    package let amount: StripeAmount
    /// What the customer reads that they buy.
    package let productName: String
    /// Where the browser goes after the payment. Stripe puts the page's id in for `{CHECKOUT_SESSION_ID}`.
    package let successURL: String
    /// Where the browser goes when the customer turns back; without it there is no way back.
    package let cancelURL: String?
    /// What we call it, up to 200 characters.
    package let clientReferenceID: String
    /// For the page and for the payment behind it, which hands it on to its charge: up to 50 names of 40 characters
    /// with values of 500.
    package let metadata: [String: String]
    /// Until when it can be paid: half an hour to a day from now, and a day unless it is said.
    package let expires: Date?

    package init(
        amount: StripeAmount, productName: String, successURL: String, cancelURL: String? = nil,
        clientReferenceID: String, metadata: [String: String] = [:], expires: Date? = nil
    ) {
        self.amount = amount
        self.productName = productName
        self.successURL = successURL
        self.cancelURL = cancelURL
        self.clientReferenceID = clientReferenceID
        self.metadata = metadata
        self.expires = expires
    }

    var form: Form {
        var form = Form()
        form.add("mode", value: "payment")
        form.add("line_items", "0", "quantity", value: 1)
        form.add("line_items", "0", "price_data", "currency", value: amount.currency.code)
        form.add("line_items", "0", "price_data", "unit_amount", value: amount.minor)
        form.add("line_items", "0", "price_data", "product_data", "name", value: productName)
        form.add("success_url", value: successURL)
        form.add("cancel_url", value: cancelURL)
        form.add("client_reference_id", value: clientReferenceID)
        form.add("metadata", entries: metadata)
        form.add("payment_intent_data", "metadata", entries: metadata)
        form.add("expires_at", value: expires.map { Int64($0.timeIntervalSince1970) })
        return form
    }
}
