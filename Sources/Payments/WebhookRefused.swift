package import Domain
package import Stripe

/// A webhook that is not Stripe's word of these minutes. Its sender is told the same whatever was wrong with it.
package struct WebhookRefused: Failure, Equatable {
    /// For logs.
    package let reason: StripeWebhookError

    /// What may be said about it.
    package var explanation: Explanation {
        Explanation(
            .invalid, "signature_invalid",
            "The webhook's signature does not fit its body and the endpoint's secret, or is more than five minutes off."
        )
    }
}
