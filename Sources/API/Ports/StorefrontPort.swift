package import Domain
package import Stores

/// What the routes ask of stores as the world meets them.
package struct StorefrontPort: Sendable {
    /// The record of the store that answers to a host, as spelled in the request.
    package var record: @Sendable (_ host: String?) async throws -> TenantStore
    /// The store that answers to a host; `nil` for none.
    package var store: @Sendable (_ host: String) async throws -> Store.ID?

    /// Calls one by one.
    package init(
        record: @escaping @Sendable (String?) async throws -> TenantStore,
        store: @escaping @Sendable (String) async throws -> Store.ID?
    ) {
        self.record = record
        self.store = store
    }

    /// The real thing.
    package init(_ storefront: Storefront) {
        self.init(
            record: { try await storefront.record(host: $0) }, store: { try await storefront.store(host: $0) })
    }
}
