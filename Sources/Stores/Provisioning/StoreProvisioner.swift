package import Domain
package import Logging
package import Migrations
import Postgres
package import Tenancy

/// Gives stores their databases: knows the steps, the schema, and how a store's database is reached.
package struct StoreProvisioner: Sendable {
    let master: Database<Master>
    let reach: TenantReach
    let cluster: ManagedCluster?
    /// The schema and seeds of a store.
    let schema: MigrationDirectory
    /// Stores answer at `<slug>.<this>`.
    let platformHostname: String
    let migrator: Migrator
    let logger: Logger

    /// - Parameters:
    ///   - schema: read once at start; all stores get the same.
    ///   - runner: what the ledger of a tenant database calls this process.
    package init(
        master: Database<Master>, reach: TenantReach, cluster: ManagedCluster?, schema: MigrationDirectory,
        platformHostname: String, runner: String, logger: Logger
    ) {
        self.master = master
        self.reach = reach
        self.cluster = cluster
        self.schema = schema
        self.platformHostname = platformHostname
        migrator = Migrator(target: .tenant, runner: runner, logger: logger)
        self.logger = logger
    }

    /// One connection for a whole provisioning: at 80 ms a round trip, dialling costs more than most steps.
    func dial(_ subject: ProvisioningQueries.Subject, store: Store.ID) async throws -> PostgresConnection {
        let sealed = SealedAddress(
            store: store, kind: subject.kind, ciphertext: subject.sealedCredentials,
            version: subject.credentialVersion)
        if subject.kind == .managed { try await cluster?.ensureDatabase(reach.open(sealed)) }
        return try await PostgresConnection.connect(to: reach.endpoint(for: sealed), logger: logger)
    }

    /// Starts an attempt: reads what is to be done and opens the credentials; touches no tenant yet.
    ///
    /// - Returns: `nil` when the store does not wait for a database any more.
    package func begin(_ store: Store.ID, fence epoch: Int64) async throws -> ProvisioningRun? {
        guard let subject = try await ProvisioningQueries.subject(store, on: master.session) else { return nil }
        return ProvisioningRun(store: store, subject: subject, epoch: epoch, provisioner: self)
    }

    /// Opens the store; to be called in the transaction that completes its job, after every step of the run is done.
    package func activate(
        _ store: Store.ID, as outcome: ProvisioningRun.Outcome, on master: Session<Master>
    ) async throws {
        let isActive = try await ProvisioningQueries.activate(
            store, schemaVersion: outcome.schemaVersion, hostname: "\(outcome.slug).\(platformHostname)",
            serverVersion: outcome.serverVersion, credentialVersion: outcome.credentialVersion, on: master)
        // The owner named another database meanwhile: the next attempt goes there.
        guard isActive else { throw ProvisioningProblem.superseded }
    }

    /// The store waits for somebody: nothing of its database is changed or dropped.
    package static func settleFailure(of store: Store.ID, on master: Session<Master>) async throws {
        try await ProvisioningQueries.fail(store, on: master)
    }
}
