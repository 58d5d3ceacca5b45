/// A payment that is begun without a page.
package struct PaymentOrder: Sendable {
    package let amount: StripeAmount
    /// What to take the money with: `pm_…`; without it the payment waits for one.
    package let paymentMethod: String?
    /// Whether the money is taken in the same call.
    package let confirms: Bool
    /// Where the browser comes back to from a bank's page; needed to confirm by a method that may have one.
    package let returnURL: String?
    package let metadata: [String: String]

    package init(
        amount: StripeAmount, paymentMethod: String? = nil, confirms: Bool = false, returnURL: String? = nil,
        metadata: [String: String] = [:]
    ) {
        self.amount = amount
        self.paymentMethod = paymentMethod
        self.confirms = confirms
        self.returnURL = returnURL
        self.metadata = metadata
    }

    var form: Form {
        var form = Form()
        form.add("amount", value: amount.minor)
        form.add("currency", value: amount.currency.code)
        form.add("payment_method", value: paymentMethod)
        form.add("confirm", value: confirms ? "true" : nil)
        form.add("return_url", value: returnURL)
        form.add("metadata", entries: metadata)
        return form
    }
}
