package import Credits
package import Foundation
package import Logging
package import Stripe

/// Takes money for credits through one account with Stripe.
///
/// What it knows of a payment it has asked for, by the name of the page that we made; of a webhook it takes nothing but
/// the reason to ask.
package struct StripePayments: Sendable {
    /// Keeps the connections; runs in whatever process asks.
    package let client: StripeClient
    private let webhook: StripeWebhook
    private let pages: CheckoutPages

    /// What it takes to sell.
    package struct Configuration: Sendable {
        let client: StripeConfiguration
        let webhook: StripeWebhook
        let returnURL: ReturnURL

        /// - Parameter returnURL: where browsers go after the payment; `purchase` and `paid` are added to its query.
        package init(client: StripeConfiguration, webhook: StripeWebhook, returnURL: ReturnURL) {
            self.client = client
            self.webhook = webhook
            self.returnURL = returnURL
        }
    }

    /// Calls nobody yet.
    package init(_ configuration: Configuration, logger: Logger) {
        client = StripeClient(configuration.client, logger: logger)
        webhook = configuration.webhook
        pages = CheckoutPages(client: client, returnURL: configuration.returnURL)
    }

    /// Where purchases are paid, for the job that sees them through.
    package var gateway: PaymentGateway {
        PaymentGateway(
            open: { [pages] purchase in
                try await translated { try await pages.open(purchase) }
            },
            look: { [client] checkout in
                try await translated { try await PaymentLook(client: client).standing(of: checkout) }
            })
    }

    /// Takes a webhook, and sees to it that the payment it is about is looked at.
    ///
    /// - Parameters:
    ///   - body: the bytes as they came.
    ///   - signature: the value of `Stripe-Signature`.
    /// - Throws: ``WebhookRefused`` before anything of the body is believed; whatever keeps the note from being taken, and
    ///   then Stripe has to tell it again.
    package func receive(_ body: Data, signature: String?, telling news: PaymentNews) async throws {
        let event: StripeEvent
        do { event = try webhook.verify(payload: body, header: signature ?? "") } catch {
            throw WebhookRefused(reason: error)
        }
        try await news.receive(event: event.id.text, type: event.type, about: event.subjects)
    }
}
