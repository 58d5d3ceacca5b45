package import Domain
package import Foundation

/// Credits set aside for work that takes long. Encodes to the hold object of the HTTP API.
package struct CreditHold: Sendable, Encodable, Equatable {
    /// How it stands. The raw values are those of the table and of the API.
    package enum Status: String, Sendable, Codable {
        /// The credits are in the balance, and cannot be spent otherwise.
        case active
        /// The work was done: what it took is spent, the rest is free again.
        case captured
        /// The work was not done: all of it is free again.
        case released
        /// Nobody said anything in time: all of it is free again.
        case expired
    }

    package let id: UUID
    package let serviceKey: String
    /// Units that may be captured.
    package let quantity: Int64
    /// What they cost, at the price of the moment of holding.
    package let amount: CreditAmount
    /// What was spent of it.
    package let captured: CreditAmount
    package let status: Status
    package let referenceId: String?
    package let createdAt: Timestamp
    package let expiresAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case id, serviceKey, quantity, amount, captured, status, referenceId, createdAt, expiresAt
    }

    /// Writes every member, those that are not there as `null`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id.canonical, forKey: .id)
        try container.encode(serviceKey, forKey: .serviceKey)
        try container.encode(quantity, forKey: .quantity)
        try container.encode(amount, forKey: .amount)
        try container.encode(captured, forKey: .captured)
        try container.encode(status, forKey: .status)
        try container.encode(referenceId, forKey: .referenceId)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(expiresAt, forKey: .expiresAt)
    }
}
