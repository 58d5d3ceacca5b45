import Foundation
import Hummingbird

/// What others tell us: `/api/webhooks/stripe`. The body is handed on byte for byte, since its bytes are what is signed.
struct WebhookRoutes: Sendable {
    let webhooks: WebhookPort

    var endpoints: RouteCollection<AppRequestContext> {
        RouteCollection(context: AppRequestContext.self).post("stripe", use: stripe)
    }

    /// Answers when the note is on disk: whoever hears nothing, or 5xx, tells it again.
    @Sendable func stripe(_ request: Request, context: AppRequestContext) async throws -> Answer {
        let body = try await RequestContent.bytes(of: request)
        try await webhooks.stripe(Data(body), request.headers[.stripeSignature])
        return try Answer(["received": true])
    }
}
