package import Domain

/// Credits that an operator gives.
package struct CreditGrant: Sendable, Equatable {
    package let store: Store.ID
    /// More than nothing.
    package let amount: CreditAmount
    /// For whoever reads the journal: 1 to 400 characters.
    package let reason: String
    /// When what is left of them lapses; `nil` for never.
    package let expiresAt: Timestamp?

    package init(store: Store.ID, amount: CreditAmount, reason: String, expiresAt: Timestamp?) {
        self.store = store
        self.amount = amount
        self.reason = reason
        self.expiresAt = expiresAt
    }
}
