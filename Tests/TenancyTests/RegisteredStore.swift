import Domain
import Foundation
import Postgres
import Secrets
import Tenancy

/// An open store as the registry's rows tell of it, written without the rules that make one.
struct RegisteredStore {
    let id = Store.ID.make()
    let master: Database<Master>
    let vault: CredentialVault

    var hostname: String { "shop-\(id).example" }

    /// Writes the store, its owner, its hostname and, under version 1, how its database is reached.
    static func make(
        at address: DatabaseAddress, sealedBy vault: CredentialVault, on master: Database<Master>
    ) async throws -> RegisteredStore {
        let store = RegisteredStore(master: master, vault: vault)
        try await store.insert()
        try await store.save(address, version: 1)
        return store
    }

    private func insert() async throws {
        let owner = Account.ID.make()
        try await master.transaction { [id, hostname] master in
            try await master.execute(
                """
                insert into users (id, email, first_name, last_name)
                values (\(owner), \("\(owner)@x.io"), 'First', 'Last')
                """)
            try await master.execute(
                """
                insert into stores (id, owner_id, name, slug, status, schema_version, activated_at)
                values (\(id), \(owner), 'Shop', \("shop-\(id)"), 'active', '0001', now())
                """)
            try await master.execute(
                "insert into store_hostnames (hostname, store_id, is_primary) values (\(hostname), \(id), true)")
        }
    }

    /// Writes how the database is reached, in place of what stood there.
    func save(_ address: DatabaseAddress, version: Int, sealedFor place: Store.ID? = nil) async throws {
        let sealed = try vault.seal(address, store: place ?? id, version: version)
        try await master.session.execute(
            """
            insert into encryption_keys (kid, key_check_value) values (\(vault.keyID), '\\x0102030405060708')
            on conflict do nothing
            """)
        try await master.session.execute(
            """
            insert into store_databases
                (store_id, kind, host, port, database_name, fingerprint, sealed_credentials, key_id,
                 credential_version, status, connected_at)
            values (\(id), 'postgres', \(address.host), \(Int32(address.port)), \(address.database),
                    \(address.fingerprint), \(sealed), \(vault.keyID), \(Int32(version)), 'connected', now())
            on conflict (store_id) do update
            set sealed_credentials = excluded.sealed_credentials, credential_version = excluded.credential_version
            """)
    }

    func move(to status: Store.Status) async throws {
        let before: Store.Status? = status == .suspended ? .active : nil
        try await master.session.execute(
            "update stores set status = \(status), suspended_from = \(before) where id = \(id)")
    }
}

extension DatabaseAddress {
    /// The same database, under a name that only a test's resolver knows.
    init(_ endpoint: PostgresEndpoint, host: String) {
        self.init(
            host: host, port: endpoint.port, user: endpoint.user, password: endpoint.password,
            database: endpoint.database)
    }
}
