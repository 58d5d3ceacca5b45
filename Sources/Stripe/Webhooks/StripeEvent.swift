package import Foundation

/// Something that happened at Stripe, and which objects it is about.
///
/// Told at least once, in no order, and one happening may be told under two ids. So an event is a reason to look, and
/// what it is about is looked up. Nothing else of its object is read: it is as it was then, and written in the version of
/// the API that somebody chose for the endpoint.
package struct StripeEvent: Sendable, Hashable {
    package typealias ID = StripeID<StripeEvent>

    package let id: ID
    /// Stripe's name for what happened, up to 120 characters: `charge.refunded`.
    package let type: String
    /// The names of the object and of the payment that it belongs to: `ch_…`, `pi_…`. Empty where it has none.
    package let subjects: [String]
    package let created: Date
    /// Whether it is about real money.
    package let isLive: Bool
    /// The version that its object is written in: the endpoint's, not the call's.
    package let apiVersion: String?
}

extension StripeEvent: Decodable {
    private enum Keys: String, CodingKey {
        case id, type, created, livemode, data
        case apiVersion = "api_version"
    }

    package init(from decoder: any Decoder) throws {
        let members = try ObjectContainer(decoder, of: "event", keyedBy: Keys.self)
        id = try members.get(.id)
        type = try members.get(.type)
        guard 1...120 ~= type.utf8.count, type.utf8.allSatisfy(ASCII.isVisible) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no type"))
        }
        created = try members.get(.created)
        isLive = try members.get(.livemode)
        apiVersion = try members.find(.apiVersion)
        subjects = try members.get(.data, as: Holder.self).object.names
    }
}

private struct Holder: Decodable { let object: Subject }

/// The object of an event, as far as it is looked at. Objects of some kinds have no name.
private struct Subject: Decodable {
    let names: [String]

    private enum Keys: String, CodingKey {
        case id
        case paymentIntent = "payment_intent"
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Keys.self)
        let own = try? members.decodeIfPresent(StripeID<Subject>.self, forKey: .id)
        let payment = try? members.decodeIfPresent(PaymentIntent.ID.self, forKey: .paymentIntent)
        names = [own?.text, payment?.text].compactMap(\.self)
    }
}
