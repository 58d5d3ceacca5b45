import API
import Credits
import Payments
import ServiceLifecycle

extension ControlPlane {
    /// What has to run for payments to be asked for.
    var paymentServices: [any Service] { stripe.map { [$0.client] } ?? [] }

    /// Takes what providers tell.
    var webhooks: WebhookPort {
        WebhookPort { [stripe, paymentNews] body, signature in
            guard let stripe else { throw PaymentError.stripeNotConfigured }
            try await stripe.receive(body, signature: signature, telling: paymentNews)
        }
    }
}
