/// The name of one of Stripe's objects: `cs_test_a1b2…`, `evt_…`. Tells whose name it is by its type.
///
/// 1 to 255 letters, digits and `_`, so it can stand in a path as it is. Not a secret.
package struct StripeID<Object>: Hashable, Sendable {
    /// The name itself.
    package let text: String

    /// `nil` for anything that cannot be a name.
    package init?(_ text: String) {
        guard 1...255 ~= text.utf8.count, text.utf8.allSatisfy(ASCII.isWord) else { return nil }
        self.text = text
    }
}

extension StripeID: LosslessStringConvertible {
    /// The name itself.
    package var description: String { text }
}

extension StripeID: Decodable {
    /// Reads a name, or takes it from an object that stands where its name could.
    package init(from decoder: any Decoder) throws {
        let text: String
        do {
            text = try decoder.singleValueContainer().decode(String.self)
        } catch DecodingError.typeMismatch {
            text = try decoder.container(keyedBy: ExpandedKeys.self).decode(String.self, forKey: .id)
        }
        guard let id = Self(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no identifier"))
        }
        self = id
    }
}

/// Where an expanded object has its name.
private enum ExpandedKeys: String, CodingKey { case id }
