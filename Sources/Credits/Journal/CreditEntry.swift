package import Domain
package import Foundation

/// What is to be written into a store's journal.
package struct CreditEntry: Sendable {
    /// Names the transaction, once it is there.
    package let id: UUID
    /// Why the balance moves.
    package let kind: CreditTransaction.Kind
    /// By how much; not 0, and negative where ``CreditTransaction/Kind`` says so.
    package let amount: CreditAmount
    /// What makes it happen once: of two entries of a store with the same key the second is the first again. Up to 255
    /// characters.
    package let key: String
    /// SHA-256 of what was asked for: the same key with another fingerprint is refused.
    package let fingerprint: [UInt8]
    /// The job that carries it out; no job writes two.
    package var job: UUID?
    /// The transaction that is taken back, wholly or in part.
    package var reverses: UUID?
    /// For people, up to 400 characters without NUL.
    package var description: String?
    /// The caller's own name for it, up to 255 characters without NUL.
    package var reference: String?
    /// Whose account asked for it; `nil` for a store's own people and for the platform.
    package var actor: Account.ID?
    /// The service that was used, and how many units of it; `nil` for everything else.
    package var use: Use?
    /// When what is left of a grant lapses; `nil` for never.
    package var expiresAt: Timestamp?

    /// So many units of a service.
    package struct Use: Sendable {
        package let serviceKey: String
        /// 1 or more.
        package let quantity: Int64

        package init(serviceKey: String, quantity: Int64) {
            self.serviceKey = serviceKey
            self.quantity = quantity
        }
    }

    package init(
        id: UUID, kind: CreditTransaction.Kind, amount: CreditAmount, key: String, fingerprint: [UInt8],
        job: UUID? = nil, reverses: UUID? = nil, description: String? = nil, reference: String? = nil,
        actor: Account.ID? = nil, use: Use? = nil, expiresAt: Timestamp? = nil
    ) {
        self.id = id
        self.kind = kind
        self.amount = amount
        self.key = key
        self.fingerprint = fingerprint
        self.job = job
        self.reverses = reverses
        self.description = description
        self.reference = reference
        self.actor = actor
        self.use = use
        self.expiresAt = expiresAt
    }
}
