package import Domain

/// Where a request for a store leads.
package struct TenantRoute: Sendable {
    package let store: Store.ID
    package let status: Store.Status
    /// Raised whenever the store was closed: tokens of an older one are dead.
    package let generation: Int64
    /// How its database is reached; `nil` before one was connected.
    let address: SealedAddress?

    init(_ entry: TenantRouteQueries.Entry) {
        store = entry.id
        status = entry.status
        generation = entry.generation
        if let kind = entry.kind, let ciphertext = entry.sealedCredentials, let version = entry.credentialVersion {
            address = SealedAddress(store: entry.id, kind: kind, ciphertext: ciphertext, version: version)
        } else {
            address = nil
        }
    }
}
