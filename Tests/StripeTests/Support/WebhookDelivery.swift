import Foundation
import Stripe
import Testing

/// One webhook as it came.
struct WebhookDelivery: Sendable {
    let header: String
    let payload: Data

    /// The event in it, believed or not.
    func event(secret: String = TestShop.secret) throws -> StripeEvent {
        try StripeWebhook(secrets: [secret]).verify(payload: payload, header: header)
    }

    /// The object of the event, read without belief, as one of ours.
    func object<Object: Decodable>(as type: Object.Type) throws -> Object {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return try decoder.decode(Envelope<Object>.self, from: payload).data.object
    }

    private struct Envelope<Object: Decodable>: Decodable {
        struct Holder: Decodable { let object: Object }
        let data: Holder
    }
}

extension [WebhookDelivery] {
    /// The types of the events, all of which are believed.
    func types() throws -> [String] { try map { try $0.event().type } }
}
