package import Credits
package import Domain
package import Foundation
package import Requests

/// What the routes ask of credits. Where an owner is `nil`, the store's own people ask; a stranger's store is `not_found`.
package struct CreditPort: Sendable {
    /// What a store has.
    package var balance: @Sendable (Store.ID, _ owner: Account.ID?) async throws -> CreditBalance
    /// What services cost.
    package var prices: @Sendable () async throws -> [ServicePrice]
    /// Throws `not_found` unless it is the owner's store.
    package var requireStore: @Sendable (Store.ID, _ owner: Account.ID?) async throws -> Void
    /// A page of the transactions, newest first, and where the next one starts.
    package var transactions:
        @Sendable (Store.ID, _ owner: Account.ID?, CreditFilter, CreditCursor?, _ limit: Int) async throws ->
            ([CreditTransaction], CreditCursor?)
    /// Pays for a service; the id names the transaction, and makes it happen once.
    package var deduct: @Sendable (Deduction, Store.ID, _ actor: Account.ID?, UUID) async throws -> CreditTransaction
    /// Corrects a balance; the id names the transaction, and makes it happen once.
    package var adjust: @Sendable (CreditAdjustment, Caller, UUID) async throws -> CreditTransaction
    /// Gives credits; the id names the transaction, and makes it happen once.
    package var grant: @Sendable (CreditGrant, Caller, UUID) async throws -> CreditTransaction

    /// Calls one by one.
    package init(
        balance: @escaping @Sendable (Store.ID, Account.ID?) async throws -> CreditBalance,
        prices: @escaping @Sendable () async throws -> [ServicePrice],
        requireStore: @escaping @Sendable (Store.ID, Account.ID?) async throws -> Void,
        transactions:
            @escaping @Sendable (Store.ID, Account.ID?, CreditFilter, CreditCursor?, Int)
            async throws -> ([CreditTransaction], CreditCursor?),
        deduct: @escaping @Sendable (Deduction, Store.ID, Account.ID?, UUID) async throws -> CreditTransaction,
        adjust: @escaping @Sendable (CreditAdjustment, Caller, UUID) async throws -> CreditTransaction,
        grant: @escaping @Sendable (CreditGrant, Caller, UUID) async throws -> CreditTransaction
    ) {
        self.balance = balance
        self.prices = prices
        self.requireStore = requireStore
        self.transactions = transactions
        self.deduct = deduct
        self.adjust = adjust
        self.grant = grant
    }

    /// The real thing.
    package init(_ ledger: CreditLedger) {
        self.init(
            balance: { try await ledger.balance(of: $0, owner: $1) }, prices: { try await ledger.prices() },
            requireStore: { try await ledger.requireStore($0, of: $1) },
            transactions: { try await ledger.transactions(of: $0, owner: $1, $2, after: $3, limit: $4) },
            deduct: { try await ledger.deduct($0, from: $1, by: $2, as: $3) },
            adjust: { try await ledger.adjust($0, by: $1, as: $2) },
            grant: { try await ledger.grant($0, by: $1, as: $2) })
    }
}
