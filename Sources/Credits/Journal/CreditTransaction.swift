package import Domain
package import Foundation

/// One line of a store's journal. Encodes to the transaction object of the HTTP API.
package struct CreditTransaction: Sendable, Encodable, Equatable {
    /// Why a balance moved. The raw values are those of the table and of the API.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// Credits that were paid for; positive.
        case purchase
        /// Credits that were given; positive.
        case grant
        /// A service was used; negative.
        case usage
        /// Held credits were spent; negative.
        case capture
        /// Spent credits were given back; positive.
        case refund
        /// Another transaction is taken back, at most the whole of it.
        case reversal
        /// Granted credits were not used in time; negative.
        case expiry
        /// An operator corrects something.
        case adjustment
    }

    /// Whether it is in the balance.
    package enum Status: String, Sendable, Codable {
        case pending, completed, failed
    }

    package let id: UUID
    /// Its place in the journal, from 1 without gaps; `nil` while it is not in it.
    package let seq: Int64?
    package let type: Kind
    /// Negative when spent.
    package let amount: CreditAmount
    /// The balance with it; `nil` while it is not in it.
    package let balanceAfter: CreditAmount?
    package let status: Status
    package let description: String?
    package let referenceId: String?
    package let createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case id, seq, type, amount, balanceAfter, status, description, referenceId, createdAt
    }

    /// Writes every member, those that are not there as `null`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id.canonical, forKey: .id)
        try container.encode(seq, forKey: .seq)
        try container.encode(type, forKey: .type)
        try container.encode(amount, forKey: .amount)
        try container.encode(balanceAfter, forKey: .balanceAfter)
        try container.encode(status, forKey: .status)
        try container.encode(description, forKey: .description)
        try container.encode(referenceId, forKey: .referenceId)
        try container.encode(createdAt, forKey: .createdAt)
    }
}
