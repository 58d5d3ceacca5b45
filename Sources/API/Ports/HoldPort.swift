package import Credits
package import Domain
package import Foundation

/// What the routes ask of credits that are set aside. Whose the store is has been decided.
package struct HoldPort: Sendable {
    /// Sets credits aside for so many seconds; the id names the hold, and makes it happen once.
    package var hold:
        @Sendable (Deduction, Store.ID, _ seconds: Int64, _ actor: Account.ID?, UUID) async throws -> CreditHold
    /// Spends so many units of a hold; `nil` for all.
    package var capture: @Sendable (UUID, Store.ID, _ quantity: Int64?, _ actor: Account.ID?) async throws -> CreditHold
    /// Gives a hold back.
    package var release: @Sendable (UUID, Store.ID, _ actor: Account.ID?) async throws -> CreditHold
    /// The store of a hold; `not_found` unless it is the owner's.
    package var store: @Sendable (_ hold: UUID, _ owner: Account.ID) async throws -> Store.ID
    /// One hold.
    package var find: @Sendable (UUID, Store.ID) async throws -> CreditHold
    /// The newest of a store's holds.
    package var list: @Sendable (Store.ID, CreditHold.Status?, _ limit: Int) async throws -> [CreditHold]

    /// Calls one by one.
    package init(
        hold: @escaping @Sendable (Deduction, Store.ID, Int64, Account.ID?, UUID) async throws -> CreditHold,
        capture: @escaping @Sendable (UUID, Store.ID, Int64?, Account.ID?) async throws -> CreditHold,
        release: @escaping @Sendable (UUID, Store.ID, Account.ID?) async throws -> CreditHold,
        store: @escaping @Sendable (UUID, Account.ID) async throws -> Store.ID,
        find: @escaping @Sendable (UUID, Store.ID) async throws -> CreditHold,
        list: @escaping @Sendable (Store.ID, CreditHold.Status?, Int) async throws -> [CreditHold]
    ) {
        self.hold = hold
        self.capture = capture
        self.release = release
        self.store = store
        self.find = find
        self.list = list
    }

    /// The real thing.
    package init(_ ledger: CreditLedger) {
        self.init(
            hold: { try await ledger.hold($0, in: $1, for: $2, by: $3, as: $4) },
            capture: { try await ledger.capture($0, of: $1, quantity: $2, by: $3) },
            release: { try await ledger.release($0, of: $1, by: $2) },
            store: { try await ledger.store(ofHold: $0, owner: $1) },
            find: { try await ledger.find($0, of: $1) },
            list: { try await ledger.holds(of: $0, status: $1, limit: $2) })
    }
}
