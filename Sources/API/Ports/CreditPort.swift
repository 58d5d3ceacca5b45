package import Credits
package import Domain

/// What the routes ask of credits.
package struct CreditPort: Sendable {
    /// What a store has; a stranger's is `not_found`. Without an owner it is asked by the store's own people.
    package var balance: @Sendable (Store.ID, _ owner: Account.ID?) async throws -> CreditBalance
    /// What services cost.
    package var prices: @Sendable () async throws -> [ServicePrice]

    /// Calls one by one.
    package init(
        balance: @escaping @Sendable (Store.ID, Account.ID?) async throws -> CreditBalance,
        prices: @escaping @Sendable () async throws -> [ServicePrice]
    ) {
        self.balance = balance
        self.prices = prices
    }

    /// The real thing.
    package init(_ ledger: CreditLedger) {
        self.init(balance: { try await ledger.balance(of: $0, owner: $1) }, prices: { try await ledger.prices() })
    }
}
