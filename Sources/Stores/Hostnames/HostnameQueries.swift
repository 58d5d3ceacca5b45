import Domain
import Postgres
import Tenancy

/// The SQL on `store_hostnames`, as a store's owner sees them.
enum HostnameQueries {
    private static let columns: SQL = "hostname, is_primary, created_at"

    /// Locks the store's row until the caller's transaction ends, so that its names are changed one request at a time.
    ///
    /// - Returns: its slug; `nil` when it is not this owner's.
    static func lockStore(
        _ id: Store.ID, of owner: Account.ID, on master: Session<Master>
    ) async throws(PostgresError) -> Slug? {
        try await master.first(
            "select slug from stores where id = \(id) and owner_id = \(owner) for no key update", as: Slug.self)
    }

    /// The primary one first, then in the order they were added.
    static func list(
        of store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) -> [StoreHostname] {
        try await master.all(
            """
            select \(fragment: columns) from store_hostnames where store_id = \(store)
            order by is_primary desc, created_at, hostname
            """)
    }

    static func find(
        _ hostname: Hostname, of store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) -> StoreHostname? {
        try await master.first(
            """
            select \(fragment: columns) from store_hostnames
            where hostname = \(hostname.rawValue) and store_id = \(store)
            """)
    }

    /// Adds a name, the first as the primary one.
    ///
    /// - Returns: `nil` when somebody has it.
    static func insert(
        _ hostname: Hostname, for store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) -> StoreHostname? {
        try await master.first(
            """
            insert into store_hostnames (hostname, store_id, is_primary)
            values (\(hostname.rawValue), \(store),
                    not exists (select from store_hostnames where store_id = \(store) and is_primary))
            on conflict (hostname) do nothing
            returning \(fragment: columns)
            """)
    }

    static func delete(
        _ hostname: Hostname, of store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            "delete from store_hostnames where hostname = \(hostname.rawValue) and store_id = \(store)")
    }

    /// Two statements: within one, two names would be the primary one for a moment, which the index forbids.
    static func makePrimary(
        _ hostname: Hostname, of store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            "update store_hostnames set is_primary = false where store_id = \(store) and is_primary")
        try await master.execute(
            """
            update store_hostnames set is_primary = true
            where store_id = \(store) and hostname = \(hostname.rawValue)
            """)
    }
}
