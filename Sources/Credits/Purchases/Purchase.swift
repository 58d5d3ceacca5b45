package import Domain
package import Foundation
package import Jobs

/// A purchase of credits, from the wish to the payment. Encodes to the purchase object of the HTTP API.
package struct Purchase: Sendable, Encodable, Equatable {
    /// Also that of its line in the journal.
    package let id: UUID
    package let storeID: Store.ID
    /// The job that sees it through; `nil` when that is long done and forgotten.
    package let jobID: Job.ID?
    package let amount: CreditAmount
    package let description: String
    package let price: Money
    package let method: PaymentMethod
    package let status: CreditTransaction.Status
    /// Why it failed: `payment_failed`, `checkout_expired`; `nil` unless it did.
    package let failureCode: String?
    /// Where to pay, once the provider has made a page for it; `nil` before that, and where there is none.
    package let checkoutURL: String?
    package let createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case id, storeId, jobId, amount, description, price, paymentMethod, status, failureCode, checkoutUrl, createdAt
    }

    /// Writes every member, those that are not there as `null`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id.canonical, forKey: .id)
        try container.encode(storeID, forKey: .storeId)
        try container.encode(jobID?.description, forKey: .jobId)
        try container.encode(amount, forKey: .amount)
        try container.encode(description, forKey: .description)
        try container.encode(price, forKey: .price)
        try container.encode(method, forKey: .paymentMethod)
        try container.encode(status, forKey: .status)
        try container.encode(failureCode, forKey: .failureCode)
        try container.encode(checkoutURL, forKey: .checkoutUrl)
        try container.encode(createdAt, forKey: .createdAt)
    }

    /// As it stands in the list of transactions while it has no line in the journal.
    package var transaction: CreditTransaction {
        CreditTransaction(
            id: id, seq: nil, type: .purchase, amount: amount, balanceAfter: nil, status: status,
            description: description, referenceId: nil, createdAt: createdAt)
    }
}
