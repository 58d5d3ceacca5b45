package import Domain

/// What a store has. Encodes to the balance object of the HTTP API.
package struct CreditBalance: Sendable, Encodable, Equatable {
    package let storeId: Store.ID
    package let balance: CreditAmount
    /// What may be spent: the balance without what is held.
    package let available: CreditAmount
    package let held: CreditAmount
    package let lifetimePurchased: CreditAmount
    package let lifetimeSpent: CreditAmount
    /// Number of the newest entry of the journal that is in it; 0 for none.
    package let seq: Int64
    package let updatedAt: Timestamp
}

/// What one unit of a service costs.
package struct ServicePrice: Sendable, Encodable, Equatable {
    package let serviceKey: String
    package let name: String
    package let unitPrice: CreditAmount
    package let billingType: String
}
