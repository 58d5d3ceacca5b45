import Foundation

/// The members of one of Stripe's objects, after it has said that it is of the kind that is wanted.
struct ObjectContainer<Keys: CodingKey> {
    private let container: KeyedDecodingContainer<Keys>

    /// - Throws: `DecodingError` unless the member `object` is `kind`.
    init(_ decoder: any Decoder, of kind: String, keyedBy keys: Keys.Type) throws {
        let found = try decoder.container(keyedBy: KindKey.self).decode(String.self, forKey: .object)
        guard found == kind else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not of the kind that was asked for"))
        }
        container = try decoder.container(keyedBy: keys)
    }

    /// A member that is always there.
    func get<Value: Decodable>(_ key: Keys, as type: Value.Type = Value.self) throws -> Value {
        try container.decode(Value.self, forKey: key)
    }

    /// A member that may be `null` or missing.
    func find<Value: Decodable>(_ key: Keys, as type: Value.Type = Value.self) throws -> Value? {
        try container.decodeIfPresent(Value.self, forKey: key)
    }

    /// Text under names of our choice; empty where there is none.
    func metadata(_ key: Keys) throws -> [String: String] {
        try container.decodeIfPresent([String: String].self, forKey: key) ?? [:]
    }

    /// A sum whose number and currency are members of their own.
    func amount(_ key: Keys, in currency: Keys) throws -> StripeAmount {
        StripeAmount(minor: try get(key), currency: try get(currency))
    }
}

private enum KindKey: String, CodingKey { case object }

extension JSONDecoder {
    /// Reads times as seconds since 1970, as Stripe writes them.
    static var stripe: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return decoder
    }
}
