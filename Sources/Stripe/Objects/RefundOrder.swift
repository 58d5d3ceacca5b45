/// What is to be given back of a payment.
package struct RefundOrder: Sendable {
    package let paymentIntent: PaymentIntent.ID
    /// In the payment's currency and its minor unit; all that is left without it.
    package let amountMinor: Int64?
    package let metadata: [String: String]

    package init(paymentIntent: PaymentIntent.ID, amountMinor: Int64? = nil, metadata: [String: String] = [:]) {
        self.paymentIntent = paymentIntent
        self.amountMinor = amountMinor
        self.metadata = metadata
    }

    var form: Form {
        var form = Form()
        form.add("payment_intent", value: paymentIntent.text)
        form.add("amount", value: amountMinor)
        form.add("metadata", entries: metadata)
        return form
    }
}
