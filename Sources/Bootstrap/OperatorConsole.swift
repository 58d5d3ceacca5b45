package import Accounts
package import Credits
package import Domain
package import Jobs
package import Logging
import Postgres
package import Secrets
import Tenancy

/// What operators do to the platform itself from the command line: opens the master database and nothing else, so it
/// works while Redis is away and no process runs.
package struct OperatorConsole: Sendable {
    private static let origin = "command line"

    private let master: Database<Master>
    private let settings: Settings
    private let people: AccountAdministration

    /// - Throws: ``ConfigurationError``, and a sentence when the master database cannot be used as it is.
    package init(_ settings: Settings, logger: Logger) async throws {
        let configuration = try MasterConfiguration(settings)
        self.settings = settings
        master = MasterDatabase.open(configuration.endpoint, logger: logger)
        people = AccountAdministration(master: master, hasher: PasswordHasher(threadCount: 1))
        do {
            try await MasterDatabase.check(configuration.folder, on: master)
        } catch {
            await close()
            throw error
        }
    }

    /// Closes the connections.
    package func close() async { await master.pool.close() }

    /// Makes an account.
    ///
    /// - Parameter password: `nil` draws one.
    /// - Returns: the account, and the password that was drawn: nobody will learn it again.
    /// - Throws: a `Failure` for a weak password or a taken address.
    package func createUser(
        email: EmailAddress, firstName: DisplayName, lastName: DisplayName, role: Account.Role,
        password: Redacted<String>?
    ) async throws -> (account: Account, drawn: Redacted<String>?) {
        let drawn = password == nil ? Password.random() : nil
        guard let chosen = password ?? drawn else { preconditionFailure("one of the two is there") }
        let registration = Registration(
            email: email, password: Password(chosen.exposed), firstName: firstName, lastName: lastName)
        return (try await people.create(registration, role: role), drawn)
    }

    /// See `AccountAdministration.promote`.
    package func promote(
        _ email: EmailAddress, to role: Account.Role
    ) async throws -> (account: Account, isChanged: Bool) {
        try await people.promote(email, to: role)
    }

    /// See `AccountAdministration.deactivate`.
    package func deactivate(_ email: EmailAddress) async throws -> (account: Account, sessionsEnded: Int?) {
        try await people.deactivate(email)
    }

    /// See `AccountAdministration.list`.
    package func users(_ role: Account.Role?, limit: Int) async throws -> [Account] {
        try await people.list(role, limit: limit)
    }

    /// All keys and what rests on them; prints as lists for people.
    package func keys() async throws -> KeyInventory {
        try await KeyInventory.take(with: ControlPlaneConfiguration.keyring(settings), on: master)
    }

    /// See `SigningKeyRotation.begin`.
    package func rotateSigningKey(isImmediate: Bool) async throws -> (kid: String, isNew: Bool, signsFrom: Timestamp) {
        let begun = try await rotation().begin(isImmediate: isImmediate, by: Self.origin)
        return (begun.kid, begun.isNew, begun.signsFrom)
    }

    /// See `SigningKeyRotation.revoke`.
    ///
    /// - Returns: whether it was believed until now, and which key signs instead if it signed.
    package func revokeSigningKey(_ kid: String) async throws -> (isChanged: Bool, successor: String?) {
        let changes = try await rotation().revoke(kid, by: Self.origin)
        return (!changes.isEmpty, changes.first { $0.state == .active }?.kid)
    }

    /// What operators do to jobs; relays tell Redis of it.
    package var jobs: JobOperations {
        let logger = Logger(label: "tenantry") { _ in SwiftLogNoOpLogHandler() }
        let subjects = ControlPlane.jobSubjects
        return JobOperations(
            master: master, queue: JobQueue(index: nil, logger: logger),
            cancellation: JobCancellation(master: master, index: nil, subjects: subjects, logger: logger),
            subjects: subjects)
    }

    /// See `CreditLedger.verify` and `CreditSync.verify`.
    package func verifyCredits(of store: Store.ID?, caches: Bool) async throws -> LedgerReport {
        let report = try await CreditLedger(master: master).verify(store)
        guard caches else { return report }
        return report.adding(try await creditSync().verify())
    }

    /// The newest nightly looks at the books.
    package func ledgerAudits(limit: Int) async throws -> [LedgerAuditEntry] {
        try await LedgerAudits(master: master).newest(limit: limit)
    }

    private func creditSync() throws -> CreditSync {
        let stores = try StoresConfiguration(settings)
        let endpoint = try ControlPlaneConfiguration.master(settings)
        let reach = TenantReach(
            vault: CredentialVault(keyring: try ControlPlaneConfiguration.keyring(settings)),
            policy: TargetPolicy(allowsPrivateHosts: stores.allowsPrivateHosts, master: endpoint),
            cluster: stores.cluster)
        return CreditSync(
            master: master, router: TenantRouter(master: master),
            tenants: TenantDatabases(reach: reach, logger: Logger(label: "tenantry") { _ in SwiftLogNoOpLogHandler() }))
    }

    private func rotation() async throws -> SigningKeyRotation {
        let keyring = try ControlPlaneConfiguration.keyring(settings)
        try await KeyCheck.run(keyring, on: master)
        return SigningKeyRotation(
            master: master, keyring: keyring, accessLifetime: try TokenConfiguration(settings).accessLifetime)
    }
}
