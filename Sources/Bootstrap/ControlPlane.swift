package import Accounts
package import Credits
import Domain
import Foundation
package import Jobs
package import Logging
import Migrations
import Payments
import Postgres
package import Redis
package import Requests
import Secrets
package import ServiceLifecycle
package import Stores
package import Telemetry
package import Tenancy
package import Usage

/// Everything that a process of the platform is made of, built once.
package struct ControlPlane: Sendable {
    package let configuration: ControlPlaneConfiguration
    package let logger: Logger
    package let metrics: MetricsRegistry
    package let master: Database<Master>
    package let redis: RedisClient
    package let events: MasterEvents
    package let tenants: TenantDatabases
    package let router: TenantRouter
    package let watch: JobWatch
    package let accounts: AccountDirectory
    package let accountCache: AccountCache
    package let authenticator: Authenticator
    package let revocations: Revocations
    package let sessions: PlatformSessions
    package let storeSessions: StoreSessions
    package let confirmations: SessionConfirmations
    package let people: StorePeople
    package let throttle: Throttle
    package let deviceKey: DeviceCookieKey
    package let tokens: AccessTokens
    package let hasher: PasswordHasher
    package let keyReload: PlatformKeyReload
    package let registry: StoreRegistry
    package let connector: DatabaseConnector
    package let provisioner: StoreProvisioner
    package let storefront: Storefront
    package let creditWriter: CreditWriter
    package let ledger: CreditLedger
    package let shop: CreditShop
    package let creditSyncs: CreditSyncQueue
    package let paymentNews: PaymentNews
    /// `nil` where nothing is sold for money.
    let stripe: StripePayments?
    package let usage: UsageRecorder
    package let idempotency: IdempotencyRecords
    package let index: DispatchIndex
    let masterSchema: MigrationDirectory

    /// Reads migrations, checks the credential keys and loads the platform's own.
    ///
    /// - Parameter metrics: where this process's numbers are kept; the backend of all metrics already.
    /// - Throws: ``ConfigurationError`` and whatever keeps the process from starting, each as a sentence.
    package init(_ configuration: ControlPlaneConfiguration, metrics: MetricsRegistry, logger: Logger) async throws {
        self.configuration = configuration
        self.metrics = metrics
        self.logger = logger
        let stores = configuration.stores
        let tenantSchema = try MigrationDirectory(readingFrom: stores.tenantMigrations)
        masterSchema = try MigrationDirectory(readingFrom: stores.masterMigrations)
        master = MasterDatabase.open(configuration.master, logger: logger)
        do { try await MasterDatabaseQueries.ping(master.session) } catch {
            throw StartError("The master database cannot be used: \(error) Check TENANTRY_MASTER_DATABASE_URL.")
        }
        if let problem = await MasterDatabase.schemaProblem(masterSchema, on: master) {
            throw StartError(problem)
        }
        try await KeyCheck.run(configuration.keyring, on: master)
        let keys = try await PlatformKeys.load(with: configuration.keyring, on: master)

        redis = RedisClient(
            endpoint: configuration.redis,
            libraries: [DispatchIndex.library, RevocationList.library, ThrottleFunctions.library],
            logger: logger)
        events = MasterEvents(endpoint: configuration.master, logger: logger)
        index = DispatchIndex(redis: redis)
        let reach = TenantReach(
            vault: CredentialVault(keyring: configuration.keyring),
            policy: TargetPolicy(allowsPrivateHosts: stores.allowsPrivateHosts, master: configuration.master),
            cluster: stores.cluster)
        let cluster = stores.cluster.map { ManagedCluster(administrator: $0, logger: logger) }
        tenants = TenantDatabases(reach: reach, logger: logger)
        router = TenantRouter(master: master)
        watch = JobWatch(events: events)
        hasher = PasswordHasher()
        let tokens = AccessTokens(
            issuer: "https://\(configuration.http.platformHostname)", keys: keys.signing,
            lifetime: configuration.tokens.accessLifetime)
        self.tokens = tokens
        let lifetimes = SessionLifetimes(absolute: configuration.tokens.refreshLifetime)
        sessions = PlatformSessions(
            master: master, tokens: tokens, refreshKey: keys.refresh, lifetimes: lifetimes, logger: logger)
        storeSessions = StoreSessions(
            master: master, router: router, tenants: tenants, tokens: tokens, refreshKey: keys.refresh,
            lifetimes: lifetimes, logger: logger)
        accounts = AccountDirectory(master: master, hasher: hasher, sessions: sessions)
        accountCache = AccountCache(master: master, events: events)
        people = StorePeople(
            master: master, router: router, tenants: tenants,
            directory: StoreUserDirectory(master: master, tenants: tenants, hasher: hasher, logger: logger),
            sessions: storeSessions, hasher: hasher)
        revocations = Revocations(
            redis: redis, master: master, events: events, accessLifetime: tokens.lifetime, logger: logger)
        confirmations = SessionConfirmations(master: master, logger: logger)
        throttle = Throttle(
            redis: redis, configuration: ThrottleConfiguration(isOn: configuration.http.isThrottled), logger: logger)
        deviceKey = keys.device
        authenticator = Authenticator(
            tokens: tokens, revocations: revocations.check, confirmations: confirmations, master: master)
        keyReload = PlatformKeyReload(
            tokens: tokens,
            rotation: SigningKeyRotation(
                master: master, keyring: configuration.keyring, accessLifetime: configuration.tokens.accessLifetime),
            master: master, events: events, logger: logger)
        registry = StoreRegistry(master: master, limit: stores.storesPerAccount)
        let queue = JobQueue(index: index, logger: logger)
        connector = DatabaseConnector(
            master: master, queue: queue, vault: reach.vault, policy: reach.policy,
            managed: cluster)
        provisioner = StoreProvisioner(
            master: master, reach: reach, cluster: cluster, schema: tenantSchema,
            platformHostname: configuration.http.platformHostname,
            runner: "tenantry \(ProcessInfo.processInfo.processIdentifier)", logger: logger)
        storefront = Storefront(router: router, tenants: tenants)
        creditWriter = CreditWriter(master: master, logger: logger)
        ledger = CreditLedger(master: master, writer: creditWriter)
        shop = CreditShop(master: master, queue: queue, policy: configuration.payments.policy)
        creditSyncs = CreditSyncQueue(master: master, queue: queue)
        paymentNews = PaymentNews(master: master, queue: queue)
        stripe = configuration.payments.stripe.map { StripePayments($0, logger: logger) }
        usage = UsageRecorder(master: master, logger: logger)
        idempotency = IdempotencyRecords(master: master, keyring: configuration.keyring)
    }

    /// What every kind of process runs, in the order of starting; stopped in the opposite order.
    package var commonServices: [any Service] { [master.pool, redis, events] }
}

/// Why the process does not start, as a sentence.
package struct StartError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
