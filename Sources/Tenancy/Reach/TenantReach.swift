package import Domain
package import Foundation

package import Postgres

/// How a store's database is reached: credentials opened, target judged, address pinned.
package struct TenantReach: Sendable {
    package let vault: CredentialVault
    package let policy: TargetPolicy
    /// The operator's own cluster, as its administrator reaches it.
    let cluster: PostgresEndpoint?

    /// - Parameter cluster: where managed databases live; `nil` when there are none.
    package init(vault: CredentialVault, policy: TargetPolicy, cluster: PostgresEndpoint?) {
        self.vault = vault
        self.policy = policy
        self.cluster = cluster
    }

    /// Opens the credentials and judges the target anew.
    ///
    /// Whatever the server says, an answer has 8 MiB and 10,000 rows at most.
    ///
    /// - Throws: ``TargetRefusal``, ``TenantUnavailable``, or the seal's one error.
    package func endpoint(for sealed: SealedAddress) async throws -> PostgresEndpoint {
        let address = try open(sealed)
        var endpoint = try await sealed.kind == .managed ? managed(address) : policy.endpoint(for: address)
        endpoint.resultLimit = ResultLimit(bytes: 8 << 20, rows: 10_000)
        return endpoint
    }

    private func managed(_ address: DatabaseAddress) throws -> PostgresEndpoint {
        guard var endpoint = cluster else { throw TenantUnavailable.noManagedCluster }
        endpoint.user = address.user
        endpoint.password = address.password
        endpoint.database = address.database
        endpoint.applicationName = "tenantry"
        return endpoint
    }

    /// The address in the clear, for as long as the caller holds it.
    package func open(_ sealed: SealedAddress) throws -> DatabaseAddress {
        try vault.open(sealed.ciphertext, store: sealed.store, version: sealed.version)
    }
}

/// The address of a store's database as its row holds it.
package struct SealedAddress: Sendable {
    package let store: Store.ID
    package let kind: Store.Database.Kind
    package let ciphertext: Data
    /// Part of the seal's context.
    package let version: Int

    package init(store: Store.ID, kind: Store.Database.Kind, ciphertext: Data, version: Int) {
        self.store = store
        self.kind = kind
        self.ciphertext = ciphertext
        self.version = version
    }
}
