package import Domain

/// A correction that an operator makes, with the reason.
package struct CreditAdjustment: Sendable, Equatable {
    package let store: Store.ID
    /// Not 0; negative takes away, at most what could be spent.
    package let amount: CreditAmount
    /// For whoever reads the journal: 1 to 400 characters.
    package let reason: String

    package init(store: Store.ID, amount: CreditAmount, reason: String) {
        self.store = store
        self.amount = amount
        self.reason = reason
    }
}
