import Domain
import Logging
import Migrations
import Postgres
import Redis
import Secrets
import Stores
import Tenancy
import TestSupport

@testable import Jobs

/// A platform of a test's own: an empty master database, no Redis, and everything that gives stores their databases.
struct Platform: Sendable {
    let master: Database<Master>
    /// How the master database is reached; its user is the server's superuser.
    let endpoint: PostgresEndpoint
    let registry: StoreRegistry
    let connector: DatabaseConnector
    let provisioner: StoreProvisioner
    let reach: TenantReach
    let index: DispatchIndex
    let logger: Logger
    let logs: LogRecord

    /// The tenant migrations of the repository, read once.
    static let schema = try? MigrationDirectory(readingFrom: Repository.tenantMigrations)

    static func make(
        _ endpoint: PostgresEndpoint, _ master: Database<Master>, hasCluster: Bool, allowsPrivateHosts: Bool,
        storesPerAccount: Int
    ) async throws -> Platform {
        struct NoSchema: Error {}
        guard let schema, let kid = KeyID("k1") else { throw NoSchema() }
        let logs = LogRecord()
        let logger = Logger(label: "test") { _ in logs.handler }
        let keyring = try Keyring(parsing: Keyring.makeEntry(named: kid).exposed)
        try await KeyCheck.run(keyring, on: master)
        var cluster = endpoint
        cluster.database = "postgres"
        let reach = TenantReach(
            vault: CredentialVault(keyring: keyring),
            policy: TargetPolicy(allowsPrivateHosts: allowsPrivateHosts, master: endpoint),
            cluster: hasCluster ? cluster : nil)
        let managed = hasCluster ? ManagedCluster(administrator: cluster, logger: logger) : nil
        var away = RedisEndpoint(address: .unixSocket(path: "/nowhere"))
        away.commandTimeout = .milliseconds(1)
        let index = DispatchIndex(redis: RedisClient(endpoint: away, logger: logger))
        return Platform(
            master: master, endpoint: endpoint, registry: StoreRegistry(master: master, limit: storesPerAccount),
            connector: DatabaseConnector(
                master: master, queue: JobQueue(index: index, logger: logger), vault: reach.vault,
                policy: reach.policy, managed: managed),
            provisioner: StoreProvisioner(
                master: master, reach: reach, cluster: managed, schema: schema, platformHostname: "shops.example",
                runner: "test", logger: logger),
            reach: reach, index: index, logger: logger, logs: logs)
    }

    /// Somebody who may have stores.
    func makeOwner(email: String = "o'neil-\(Account.ID.make())@x.io") async throws -> Account.ID {
        let id = Account.ID.make()
        try await master.session.execute(
            """
            insert into users (id, email, first_name, last_name) values (\(id), \(email), 'Miles "M."', 'O''Neil')
            """)
        return id
    }

    /// A store without a database, of an owner of its own.
    func makeStore(_ name: String = "a'); drop table users;--") async throws -> Store {
        try await registry.create(name: DisplayName(parsing: name), slug: nil, owner: makeOwner())
    }

    /// Promises the store this database.
    func connect(
        _ store: Store, to target: ConnectionTarget, confirmNonEmpty: Bool = false
    ) async throws -> Job.ID {
        try await connector.connect(
            store.id, of: store.ownerID, to: target, confirmNonEmpty: confirmNonEmpty, requestID: nil)
    }

    /// Starts over, with better credentials or with the same.
    func retry(
        _ store: Store, with target: ConnectionTarget? = nil, confirmNonEmpty: Bool? = nil
    ) async throws -> Job.ID {
        try await connector.retry(
            store.id, of: store.ownerID, with: target, confirmNonEmpty: confirmNonEmpty, requestID: nil)
    }

    /// The store as it stands now.
    func look(at store: Store) async throws -> Store { try await registry.find(store.id, of: store.ownerID) }
}

/// Lends a test a platform.
func withPlatform(
    hasCluster: Bool = false, allowsPrivateHosts: Bool = true, storesPerAccount: Int = 5,
    _ body: (Platform) async throws -> Void
) async throws {
    try await withDatabase(.master) { endpoint in
        let pool = PostgresPool(
            endpoint: endpoint,
            configuration: .init(
                maximumConnections: 12, acquireTimeout: .seconds(50), sharedReaders: 1, name: "test"),
            logger: Logger(label: "test"))
        do {
            try await body(
                .make(
                    endpoint, Database(pool), hasCluster: hasCluster, allowsPrivateHosts: allowsPrivateHosts,
                    storesPerAccount: storesPerAccount))
            await pool.close()
        } catch {
            await pool.close()
            throw error
        }
    }
}
