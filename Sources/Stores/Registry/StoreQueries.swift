package import Domain
import Jobs
package import Postgres
package import Tenancy

/// The SQL on `stores`, as their owner sees them. Statements only: no rules, no retries, no logging.
package enum StoreQueries {
    static let columns: SQL = """
        s.id, s.owner_id, s.name, s.slug, s.status, s.schema_version, s.created_at, s.updated_at,
        h.hostname as primary_hostname, d.kind as database_kind, d.host as database_host,
        d.database_name, d.status as database_status
        """
    static let sources: SQL = """
        stores s
        left join store_hostnames h on h.store_id = s.id and h.is_primary
        left join store_databases d on d.store_id = s.id
        """

    /// A store of this owner's, or `nil`; a stranger's looks like none.
    package static func find(
        _ id: Store.ID, of owner: Account.ID, on master: Session<Master>
    ) async throws(PostgresError) -> Store? {
        try await master.first(
            "select \(fragment: columns) from \(fragment: sources) where s.id = \(id) and s.owner_id = \(owner)",
            decoding: StoreRow.self)?.store
    }

    /// Newest first; those older than `before`.
    package static func list(
        of owner: Account.ID, before: StoreCursor?, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> [Store] {
        try await master.all(
            """
            select \(fragment: columns) from \(fragment: sources)
            where s.owner_id = \(owner)
              and (\(before == nil) or (s.created_at, s.id) < (\(before?.createdAt)::timestamptz, \(before?.id)::uuid))
            order by s.created_at desc, s.id desc limit \(Int64(limit))
            """, decoding: StoreRow.self
        ).map(\.store)
    }

    /// Locks the account's row, so that its stores are counted one request at a time.
    ///
    /// - Returns: how many it has.
    static func countLocked(of owner: Account.ID, on master: Session<Master>) async throws(PostgresError) -> Int64 {
        try await master.execute("select from users where id = \(owner) for no key update")
        return try await master.first("select count(*) from stores where owner_id = \(owner)", as: Int64.self) ?? 0
    }

    /// Writes a new store and its empty balance.
    ///
    /// - Returns: `false` when the slug is taken.
    static func insert(
        _ id: Store.ID, owner: Account.ID, name: DisplayName, slug: Slug, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            with made as (
                insert into stores (id, owner_id, name, slug)
                values (\(id), \(owner), \(name), \(slug))
                on conflict (slug) do nothing
                returning id)
            insert into credit_balances (store_id) select id from made
            """) == 1
    }

    static func rename(
        _ id: Store.ID, of owner: Account.ID, to name: DisplayName, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            "update stores set name = \(name) where id = \(id) and owner_id = \(owner)") == 1
    }

    /// Which of these slugs are taken.
    static func taken(
        among slugs: [Slug], on master: Session<Master>
    ) async throws(PostgresError) -> [String] {
        try await master.all(
            "select slug from stores where slug = any(\(slugs.map(\.rawValue))::text[])", as: String.self)
    }
}

/// Where a page of stores ended.
package struct StoreCursor: Sendable, Codable, Equatable {
    package let createdAt: Timestamp
    package let id: Store.ID

    /// The place of this store in the list.
    package init(_ store: Store) {
        createdAt = store.createdAt
        id = store.id
    }
}

/// A store with its primary hostname and database, as ``StoreQueries/columns`` selects it.
struct StoreRow: Decodable {
    let id: Store.ID
    let ownerId: Account.ID
    let name: DisplayName
    let slug: Slug
    let status: Store.Status
    let schemaVersion: String?
    let createdAt: Timestamp
    let updatedAt: Timestamp
    let primaryHostname: String?
    let databaseKind: Store.Database.Kind?
    let databaseHost: String?
    let databaseName: String?
    let databaseStatus: Store.Database.Status?
}
