import Domain
import Foundation
import Logging
import Postgres
import Secrets
import Tenancy
import TestSupport

@testable import Accounts

extension DatabaseTemplate {
    /// A store's database as far as its people go, in the schema that every store gets.
    static let people = DatabaseTemplate("people") { endpoint in
        let connection = try await PostgresConnection.connect(to: endpoint, logger: Logger(label: "template"))
        defer { connection.close() }
        for file in ["0001_platform.sql", "0002_store.sql", "0003_people.sql"] {
            let text = try String(contentsOfFile: "\(Repository.tenantMigrations)/\(file)", encoding: .utf8)
            try await connection.script(text)
        }
        try await connection.execute(
            "insert into users (email, display_name, is_owner) values ('seeded@owner.example', 'Seeded', true)")
    }
}

/// An open store whose database belongs to a customer, and whoever logs in there.
struct ForeignStore: Sendable {
    static let ownerEmail = "Owner@Agency.example"
    static let ownerPassword = "owner-password"

    let id = Store.ID.make()
    let owner = Account.ID.make()
    let master: Database<Master>
    /// The store's database as its administrator reaches it.
    let tenant: PostgresEndpoint
    let hasher = PasswordHasher(threadCount: 2)
    let databases: TenantDatabases
    let vault: CredentialVault

    init(master: Database<Master>, tenant: PostgresEndpoint) throws {
        struct NoKey: Error {}
        guard let kid = KeyID("k1") else { throw NoKey() }
        self.master = master
        self.tenant = tenant
        vault = CredentialVault(keyring: try Keyring(parsing: Keyring.makeEntry(named: kid).exposed))
        let elsewhere = PostgresEndpoint(host: "192.0.2.1", port: 2345, user: "u", database: "master")
        databases = TenantDatabases(
            reach: TenantReach(
                vault: vault, policy: TargetPolicy(allowsPrivateHosts: true, master: elsewhere), cluster: nil),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    var directory: StoreUserDirectory {
        StoreUserDirectory(
            master: master, tenants: databases, hasher: hasher,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func login(_ email: String, _ password: String) async throws -> StoreUser {
        guard let route = try await TenantRouter(master: master).route(to: id) else {
            throw TenantUnavailable.notActive
        }
        return try await directory.check(email, password: Password(password), at: route)
    }

    /// Does something in the store's database as its administrator.
    @discardableResult
    func administer<Value>(_ body: (PostgresConnection) async throws -> Value) async throws -> Value {
        let connection = try await PostgresConnection.connect(to: tenant, logger: Logger(label: "test"))
        defer { connection.close() }
        return try await body(connection)
    }

    func run(_ script: String) async throws { try await administer { try await $0.script(script) } }

    /// Adds a member of staff with this hash.
    func hire(_ email: String, hash: String?, status: String = "active", id: UUID = UUID()) async throws {
        try await administer { connection in
            try await connection.execute(
                """
                insert into users (id, email, password_hash, status, first_name, last_name, gen)
                values (\(id), \(email), \(hash), \(status), 'Ada', 'Lovelace', 7)
                """)
        }
    }

    func storedHash(_ email: String) async throws -> String? {
        try await administer { connection in
            try await connection.first("select password_hash from users where email = \(email)", as: String?.self)
                ?? nil
        }
    }

    /// Writes the store and its owner into the registry.
    func register(as user: String, password: String?) async throws {
        let hash = try await hasher.hash(Password(Self.ownerPassword)).phc.exposed
        let address = DatabaseAddress(
            host: tenant.host, port: tenant.port, user: user, password: password, database: tenant.database)
        let sealed = try vault.seal(address, store: id, version: 1)
        try await master.transaction { [id, owner, vault] master in
            try await master.execute(
                """
                insert into users (id, email, password_hash, first_name, last_name)
                values (\(owner), \(Self.ownerEmail), \(hash), 'Olga', 'Owner')
                """)
            try await master.execute(
                """
                insert into stores (id, owner_id, name, slug, status, schema_version, activated_at)
                values (\(id), \(owner), 'Shop', \("shop-\(id)"), 'active', '0001', now())
                """)
            try await master.execute(
                "insert into encryption_keys (kid, key_check_value) values (\(vault.keyID), '\\x0102030405060708')")
            try await master.execute(
                """
                insert into store_databases
                    (store_id, kind, host, port, database_name, fingerprint, sealed_credentials, key_id, status,
                     connected_at)
                values (\(id), 'postgres', \(address.host), \(Int32(address.port)), \(address.database),
                        \(address.fingerprint), \(sealed), \(vault.keyID), 'connected', now())
                """)
        }
    }
}

/// Lends a test an open store with a database of its own.
///
/// - Parameter user: whom the platform was given to sign in as; the database's owner when `nil`.
func withForeignStore(as user: String? = nil, _ body: (ForeignStore) async throws -> Void) async throws {
    try await withMasterDatabase { master in
        try await withDatabase(.people) { endpoint in
            let store = try ForeignStore(master: master, tenant: endpoint)
            try await store.register(as: user ?? endpoint.user, password: endpoint.password)
            try await body(store)
        }
    }
}
