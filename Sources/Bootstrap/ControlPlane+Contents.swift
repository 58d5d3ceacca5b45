package import Stores

extension ControlPlane {
    /// What is in the database of the store that answers to this host, in numbers.
    package func contents(ofStoreAt host: String) async throws -> TenantContents {
        try await storefront.contents(host: host)
    }
}
