package import Credits
package import Domain
package import Foundation

/// What the routes ask of the shop for credits.
package struct PurchasePort: Sendable {
    /// What can be bought in one go.
    package var packages: @Sendable () async throws -> [CreditPackage]
    /// Throws `not_found` unless the buyer may buy for the store.
    package var requireStore: @Sendable (Store.ID, _ buyer: Account.ID) async throws -> Void
    /// Promises credits for a payment; the id names the purchase, and makes it happen once.
    package var purchase:
        @Sendable (PurchaseOrder, Store.ID, _ buyer: Account.ID, UUID, _ requestID: String?) async throws -> Purchase
    /// One purchase; a stranger's is `not_found`.
    package var find: @Sendable (UUID, _ account: Account.ID) async throws -> Purchase

    /// Calls one by one.
    package init(
        packages: @escaping @Sendable () async throws -> [CreditPackage],
        requireStore: @escaping @Sendable (Store.ID, Account.ID) async throws -> Void,
        purchase: @escaping @Sendable (PurchaseOrder, Store.ID, Account.ID, UUID, String?) async throws -> Purchase,
        find: @escaping @Sendable (UUID, Account.ID) async throws -> Purchase
    ) {
        self.packages = packages
        self.requireStore = requireStore
        self.purchase = purchase
        self.find = find
    }

    /// The real thing.
    package init(_ shop: CreditShop) {
        self.init(
            packages: { try await shop.packages() }, requireStore: { try await shop.requireStore($0, for: $1) },
            purchase: { try await shop.purchase($0, for: $1, by: $2, as: $3, requestID: $4) },
            find: { try await shop.purchase($0, for: $1) })
    }
}
