package import Domain

/// A store as its own database describes it, for whoever asks at its hostname.
package struct TenantStore: Sendable, Codable, Equatable {
    package let id: Store.ID
    package let name: String
    package let slug: String
    package let status: String
    package let currency: String
    package let locale: String
    package let timezone: String
    package let createdAt: Timestamp
    package let updatedAt: Timestamp
}
