package import Stores

/// What the routes ask of stores as the world meets them.
package struct StorefrontPort: Sendable {
    /// The record of the store that answers to a host, as spelled in the request.
    package var record: @Sendable (_ host: String?) async throws -> TenantStore
    /// Whether a store answers to a host.
    package var isStore: @Sendable (_ host: String) async throws -> Bool

    /// Calls one by one.
    package init(
        record: @escaping @Sendable (String?) async throws -> TenantStore,
        isStore: @escaping @Sendable (String) async throws -> Bool
    ) {
        self.record = record
        self.isStore = isStore
    }

    /// The real thing.
    package init(_ storefront: Storefront) {
        self.init(
            record: { try await storefront.record(host: $0) }, isStore: { try await storefront.isStore(host: $0) })
    }
}
