package import Domain
package import Jobs
import Postgres
package import Tenancy
import Usage

/// Promises stores their databases: the change, the sealed credentials and the job are one transaction.
///
/// A job that is new or begins anew counts against the store's plan; one that is only hurried along has been counted.
package struct DatabaseConnector: Sendable {
    let master: Database<Master>
    let queue: JobQueue
    let vault: CredentialVault
    let policy: TargetPolicy
    let managed: ManagedCluster?

    package init(
        master: Database<Master>, queue: JobQueue, vault: CredentialVault, policy: TargetPolicy,
        managed: ManagedCluster?
    ) {
        self.master = master
        self.queue = queue
        self.vault = vault
        self.policy = policy
        self.managed = managed
    }

    /// Connects a database to a store that has none.
    ///
    /// - Throws: ``StoreError``: not found, in progress (with its job), connected already, database used by another
    ///   store, target not allowed, suspended; `PlanError.jobLimitReached`.
    package func connect(
        _ id: Store.ID, of owner: Account.ID, to target: ConnectionTarget, confirmNonEmpty: Bool, requestID: String?
    ) async throws -> Job.ID {
        let address = try await address(of: target, store: id)
        let job = try await promising(of: id) { master in
            guard let standing = try await ConnectQueries.lock(id, of: owner, on: master) else {
                throw StoreError.notFound
            }
            try Self.requireDisconnected(standing)
            try await save(
                address, target.kind, of: id, version: standing.credentialVersion + 1,
                allowsExisting: confirmNonEmpty, on: master)
            return try await start(
                id, owner: owner, standing, host: address.host, requestID: requestID, on: master)
        }
        await queue.publish([job])
        return job.id
    }

    /// Starts over what stopped, with the credentials there are or with better ones; what waits for its next attempt
    /// is hurried along.
    ///
    /// - Throws: ``StoreError/notRetryable(_:)`` when there is nothing to retry, and whatever ``connect`` throws.
    package func retry(
        _ id: Store.ID, of owner: Account.ID, with target: ConnectionTarget?, confirmNonEmpty: Bool?,
        requestID: String?
    ) async throws -> Job.ID {
        let address: DatabaseAddress? = if let target { try await address(of: target, store: id) } else { nil }
        let job = try await promising(of: id) { master in
            guard let standing = try await ConnectQueries.lock(id, of: owner, on: master) else {
                throw StoreError.notFound
            }
            try Self.requireRetryable(standing)
            if let address, let target {
                try await save(
                    address, target.kind, of: id, version: standing.credentialVersion + 1,
                    allowsExisting: confirmNonEmpty ?? false, on: master)
            } else {
                try await ConnectQueries.reviveDatabase(
                    of: id, confirmNonEmpty: confirmNonEmpty ?? false, on: master)
            }
            return try await start(
                id, owner: owner, standing, host: address?.host, requestID: requestID, on: master)
        }
        await queue.publish([job])
        return job.id
    }

    /// Makes a store ready for its job, which starts over by an operator's wish.
    ///
    /// - Throws: ``StoreError/notRetryable(_:)``, ``StoreError/databaseAlreadyUsed``.
    package static func revive(_ id: Store.ID, for job: Job.ID, on master: Session<Master>) async throws {
        guard let standing = try await ConnectQueries.lock(id, on: master) else { throw StoreError.notFound }
        try requireRetryable(standing)
        do { try await ConnectQueries.reviveDatabase(of: id, confirmNonEmpty: false, on: master) } catch
            where error.violates("store_databases_in_use")
        {
            throw StoreError.databaseAlreadyUsed
        }
        try await ConnectQueries.startProvisioning(id, job: job, on: master)
    }

    private func address(of target: ConnectionTarget, store: Store.ID) async throws -> DatabaseAddress {
        switch target {
        case .managed:
            guard let managed else { throw StoreError.noManagedCluster }
            return managed.newAddress(for: store)
        case .database(let address):
            _ = try await policy.addresses(for: address)
            return address
        }
    }

    private func save(
        _ address: DatabaseAddress, _ kind: Store.Database.Kind, of id: Store.ID, version: Int,
        allowsExisting: Bool, on master: Session<Master>
    ) async throws {
        let sealed = try vault.seal(address, store: id, version: version)
        try await ConnectQueries.saveDatabase(
            of: id, kind: kind, address: address, sealed: sealed, keyID: vault.keyID, version: version,
            allowsExisting: allowsExisting, on: master)
    }

    private func start(
        _ id: Store.ID, owner: Account.ID, _ standing: ConnectQueries.Standing, host: String?, requestID: String?,
        on master: Session<Master>
    ) async throws -> PromisedJob {
        let request = JobRequest(
            ConnectDatabase(storeID: id), storeID: id, userID: owner, uniqueKey: ConnectDatabase.uniqueKey(id),
            serialKey: ConnectDatabase.serialKey(id), host: host, steps: ProvisioningStep.allCases.map(\.rawValue),
            requestID: requestID)
        let job: PromisedJob =
            if let earlier = try await continued(standing, of: id, host: host, on: master) {
                earlier
            } else {
                try await queue.enqueue(request, on: master)
            }
        if job.isNew { try await Plans.chargeJob(to: id, on: master) }
        try await ConnectQueries.startProvisioning(id, job: job.id, on: master)
        return job
    }

    /// The job of an earlier try, if there is one: its history and its steps go on.
    private func continued(
        _ standing: ConnectQueries.Standing, of store: Store.ID, host: String?, on master: Session<Master>
    ) async throws -> PromisedJob? {
        guard let id = standing.provisioningJobId else { return nil }
        if let job = try await EnqueueQueries.reopen(id, host: host, on: master) {
            try await Plans.chargeJob(to: store, on: master)
            return job
        }
        return try await EnqueueQueries.hurry(id, host: host, on: master)
    }

    private func promising(
        of id: Store.ID, _ body: (Session<Master>) async throws -> PromisedJob
    ) async throws -> PromisedJob {
        do { return try await master.transaction(body) } catch let error as PostgresError
            where error.violates("store_databases_in_use")
        {
            throw StoreError.databaseAlreadyUsed
        }
    }

    private static func requireDisconnected(_ standing: ConnectQueries.Standing) throws {
        switch standing.status {
        case .pendingDatabase, .failed: return
        case .active: throw StoreError.alreadyConnected
        case .suspended: throw StoreError.suspended
        case .provisioning:
            guard let job = standing.provisioningJobId else { throw StoreError.notFound }
            throw StoreError.provisioningInProgress(job)
        }
    }

    private static func requireRetryable(_ standing: ConnectQueries.Standing) throws {
        switch standing.status {
        case .failed: return
        case .provisioning where standing.jobState == .retrying: return
        case .provisioning: throw StoreError.notRetryable("It is being worked on at this moment.")
        case .active: throw StoreError.notRetryable("The store has its database.")
        case .pendingDatabase: throw StoreError.notRetryable("No database was connected yet.")
        case .suspended: throw StoreError.suspended
        }
    }
}
