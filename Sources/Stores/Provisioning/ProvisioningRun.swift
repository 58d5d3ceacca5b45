package import Domain
import Foundation
package import Jobs
import Migrations
import Postgres
import Tenancy

/// One attempt to give a store its database: the steps in order, over one connection.
///
/// Every step looks at the database before it changes anything, so an attempt may be cut anywhere and repeated.
package struct ProvisioningRun: Sendable {
    /// What the activation needs to know.
    package struct Outcome: Sendable {
        package let schemaVersion: String
        package let serverVersion: Int
        package let slug: Slug
        /// Of the credentials that reached the database.
        package let credentialVersion: Int
    }

    let store: Store.ID
    let subject: ProvisioningQueries.Subject
    let epoch: Int64
    let provisioner: StoreProvisioner
    private var connection: PostgresConnection?
    private var plan: MigrationPlan?
    private var serverVersion = 0

    init(store: Store.ID, subject: ProvisioningQueries.Subject, epoch: Int64, provisioner: StoreProvisioner) {
        self.store = store
        self.subject = subject
        self.epoch = epoch
        self.provisioner = provisioner
    }

    /// Does one step, showing it while it runs. Steps are done in the order of ``ProvisioningStep``; the end of one and
    /// the beginning of the next are shown together.
    ///
    /// - Throws: ``ProvisioningProblem`` in words for the owner, whatever the cause can be told as; the cause itself
    ///   otherwise; `CancellationError` when told to stop.
    package mutating func perform(_ step: ProvisioningStep, showing progress: JobProgress) async throws {
        if step == .connect { try await progress.start(step.rawValue) }
        let detail: String
        do {
            switch step {
            case .connect: detail = try await connect()
            case .migrate: detail = try await migrate(showing: progress)
            case .seed: detail = try await seed()
            case .register: detail = try await register()
            case .verify: detail = try await verify()
            case .activate: return  // finished with the job's own completion
            }
        } catch {
            throw ProvisioningProblem.telling(error)
        }
        try await progress.finish(
            step.rawValue, percent: step.percentWhenDone, detail: detail, startingNext: step.next?.rawValue)
    }

    /// Hangs up. The run cannot be used any more.
    package mutating func close() {
        connection?.close()
        connection = nil
    }

    /// What was made; meaningful after the last step.
    package var outcome: Outcome {
        Outcome(
            schemaVersion: provisioner.schema.head ?? "0", serverVersion: serverVersion, slug: subject.slug,
            credentialVersion: subject.credentialVersion)
    }

    // Of what is written into the store's database only the record, the last of it, waits for the disk: the server
    // writes its log in order, so what came before is there as well. What a crash takes, it takes with all that
    // followed, and the next attempt does it again.

    private mutating func connect() async throws -> String {
        let connection = try await provisioner.dial(subject, store: store)
        self.connection = connection
        let found = try await look(connection)
        serverVersion = found.version
        try await connection.script(
            TenantQueries.claim(
                platform: subject.platformId, store: store, epoch: epoch))
        return "PostgreSQL \(found.version / 10_000)\(connection.isEncrypted ? ", encrypted" : "")"
    }

    /// Preflight and ledger in one flush; a ledger that is not there yet is an empty one.
    private mutating func look(_ connection: PostgresConnection) async throws -> TenantQueries.Preflight {
        let answers = try await connection.pipeline([TenantQueries.preflight, provisioner.migrator.inspection])
        guard let found = try answers[0].get().first?.decode(as: TenantQueries.Preflight.self) else {
            throw ProvisioningProblem.unreachable
        }
        try judge(found)
        plan = try MigrationPlan(from: MigrationState(answers[1].get()), to: provisioner.schema)
        return found
    }

    private func judge(_ found: TenantQueries.Preflight) throws {
        if found.isControlPlane { throw ProvisioningProblem.platformOwn }
        if found.version < 130_000 { throw ProvisioningProblem.tooOld }
        if found.isReplica || found.isReadOnly { throw ProvisioningProblem.readOnly }
        if !found.mayCreateSchema || !found.mayCreateTable { throw ProvisioningProblem.privilegeMissing }
        if !found.hasLedger, found.foreignTables > 0, !subject.allowsExisting { throw ProvisioningProblem.notEmpty }
    }

    private func migrate(showing progress: JobProgress) async throws -> String {
        let (connection, plan) = try ready()
        let pending = plan.migrations.count
        guard pending > 0 else { return "\(provisioner.schema.migrations.count) migrations were there" }
        let base = ProvisioningStep.connect.percentWhenDone
        let span = ProvisioningStep.migrate.percentWhenDone - base
        try await provisioner.migrator.apply(
            plan.migrationsOnly, on: connection, guardedBy: guarding, lastCommit: .later
        ) { applied in
            progress.note(
                ProvisioningStep.migrate.rawValue, percent: base + span * applied.number / max(applied.count, 1),
                detail: "\(applied.file) (\(applied.number) of \(applied.count))")
        }
        return "\(pending) migrations applied"
    }

    private func seed() async throws -> String {
        let (connection, plan) = try ready()
        guard !plan.seeds.isEmpty else { return "\(provisioner.schema.seeds.count) seed files were there" }
        try await provisioner.migrator.apply(
            plan.seedsOnly, on: connection, guardedBy: guarding, settings: settings(), lastCommit: .later)
        return "\(plan.seeds.count) seed files applied"
    }

    private func register() async throws -> String {
        let (connection, _) = try ready()
        let record = TenantRecord(
            id: store, name: subject.name.rawValue, slug: subject.slug.rawValue, ownerName: subject.ownerName,
            ownerEmail: subject.ownerEmail.rawValue)
        guard try await TenantQueries.register(record, epoch: epoch, on: Session(connection)) else {
            throw ProvisioningProblem.superseded
        }
        return "\(subject.slug)"
    }

    /// Reads everything anew, in one flush: the ledger must hold every file with its present checksum.
    private func verify() async throws -> String {
        let (connection, _) = try ready()
        let answers = try await connection.pipeline([TenantQueries.inventory, provisioner.migrator.inspection])
        let found = try answers[0].get().first?.decode(as: TenantQueries.Inventory.self)
        guard let found, found.storeId == store else {
            throw ProvisioningProblem.verificationFailed("its record is missing")
        }
        let left = try MigrationPlan(from: MigrationState(answers[1].get()), to: provisioner.schema)
        guard left.isEmpty else { throw ProvisioningProblem.verificationFailed("migrations or seeds are missing") }
        guard found.unvalidated == 0 || subject.allowsExisting else {  // they may be the customer's own
            throw ProvisioningProblem.verificationFailed("constraints are not validated")
        }
        return "\(found.tables) tables"
    }

    private func ready() throws -> (PostgresConnection, MigrationPlan) {
        guard let connection, let plan else { throw ProvisioningProblem.unreachable }
        return (connection, plan)
    }

    private var guarding: MigrationGuard {
        .requiring(TenantQueries.fence(store: store, epoch: epoch))
    }

    private func settings() throws -> [SeedSetting] {
        try [
            SeedSetting("tenantry.store_id", "\(store)"),
            SeedSetting("tenantry.store_slug", subject.slug.rawValue),
            SeedSetting("tenantry.store_name", subject.name.rawValue),
            SeedSetting("tenantry.owner_name", subject.ownerName),
            SeedSetting("tenantry.owner_email", subject.ownerEmail.rawValue),
        ]
    }
}
