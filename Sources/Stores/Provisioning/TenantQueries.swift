import Domain
import Foundation
package import Postgres
package import Tenancy

/// The SQL on a store's own database: looking, claiming, registering, verifying.
package enum TenantQueries {
    /// What is known of a database before anything is changed in it.
    struct Preflight: Decodable, Sendable {
        let version: Int
        let isReplica: Bool
        let isReadOnly: Bool
        let mayCreateSchema: Bool
        let mayCreateTable: Bool
        /// Tables of the customer's in `public`, not counting those of extensions.
        let foreignTables: Int64
        let hasLedger: Bool
        /// A control plane's own tables are here.
        let isControlPlane: Bool
    }

    static let preflight: SQL = """
        select current_setting('server_version_num')::int as version,
               pg_is_in_recovery() as is_replica,
               current_setting('transaction_read_only')::bool as is_read_only,
               has_database_privilege(current_database(), 'CREATE') as may_create_schema,
               coalesce(has_schema_privilege(to_regnamespace('public')::oid, 'CREATE'), false) as may_create_table,
               (select count(*) from pg_class c
                where c.relnamespace = to_regnamespace('public') and c.relkind in ('r', 'p', 'v', 'm', 'f')
                  and not exists (select from pg_depend d
                                  where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
               ) as foreign_tables,
               to_regclass('_tenantry.migrations') is not null as has_ledger,
               to_regclass('public.store_databases') is not null
                   and to_regclass('public.job_queue') is not null as is_control_plane
        """

    /// Marks the database as this store's and this attempt as the one that may change it, in one flush.
    ///
    /// Raises `TN004` when another store's mark is there, `TN003` when a newer attempt has been here, `TN001` when
    /// somebody else is at it this moment. Repeating it changes nothing. The commit does not wait for the disk: a crash
    /// takes with it all that was done on the strength of the claim.
    static func claim(platform: UUID, store: Store.ID, epoch: Int64) -> String {
        """
        begin;
        set local lock_timeout = '3s';
        set local client_min_messages = warning;
        set local synchronous_commit = off;
        do $claim$ begin
            if not pg_try_advisory_xact_lock(hashtext('tenantry.claim')) then
                raise exception 'locked' using errcode = 'TN001';
            end if;
        end $claim$;
        create schema if not exists _tenantry;
        create table if not exists _tenantry.owner (
            only_row boolean primary key default true check (only_row),
            platform_id uuid not null, store_id uuid not null, epoch bigint not null,
            claimed_at timestamptz not null default now());
        insert into _tenantry.owner (platform_id, store_id, epoch)
            values ('\(platform.uuidString)', '\(store)', \(epoch)) on conflict do nothing;
        do $claim$ declare found _tenantry.owner; begin
            select * into strict found from _tenantry.owner for update;
            if found.platform_id <> '\(platform.uuidString)' or found.store_id <> '\(store)' then
                raise exception 'owned by another store' using errcode = 'TN004';
            end if;
            if found.epoch > \(epoch) then raise exception 'superseded' using errcode = 'TN003'; end if;
        end $claim$;
        update _tenantry.owner set epoch = \(epoch) where epoch < \(epoch);
        commit;
        """
    }

    /// True as long as this attempt may change the database.
    static func fence(store: Store.ID, epoch: Int64) -> String {
        "(select epoch from _tenantry.owner where store_id = '\(store)') = \(epoch)"
    }

    /// Writes the store's own record. What the merchant changed since stays; name, slug and owner are the platform's.
    ///
    /// - Returns: `false` when this attempt may not write any more.
    static func register(
        _ store: TenantRecord, epoch: Int64, on tenant: Session<Tenant>
    ) async throws(PostgresError) -> Bool {
        try await tenant.execute(
            """
            insert into public.store (id, name, slug, status, owner_name, owner_email)
            select \(store.id), \(store.name), \(store.slug), 'active', \(store.ownerName), \(store.ownerEmail)
            where \(raw: fence(store: store.id, epoch: epoch))
            on conflict (id) do update
            set name = excluded.name, slug = excluded.slug, status = excluded.status,
                owner_name = excluded.owner_name, owner_email = excluded.owner_email
            """) == 1
    }

    /// What the verification looks at besides the ledger.
    struct Inventory: Decodable, Sendable {
        let storeId: Store.ID?
        let tables: Int64
        /// Constraints that were added without looking at the rows.
        let unvalidated: Int64
    }

    static let inventory: SQL = """
        select (select id from public.store) as store_id,
               (select count(*) from pg_class
                where relnamespace = to_regnamespace('public') and relkind in ('r', 'p')) as tables,
               (select count(*) from pg_constraint
                where connamespace = to_regnamespace('public') and not convalidated) as unvalidated
        """

    /// How much is in a database: exact counts of every table of the shop's, largest first.
    static func tableSizes(on tenant: Session<Tenant>) async throws(PostgresError) -> [TenantContents.Table] {
        try await tenant.all(
            """
            select c.relname::text as name,
                   (xpath('/row/n/text()', query_to_xml(
                       format('select count(*) as n from public.%I', c.relname), false, true, '')))[1]::text::bigint as rows
            from pg_class c
            where c.relnamespace = to_regnamespace('public') and c.relkind in ('r', 'p')
            order by 2 desc, 1
            """, decoding: TenantContents.Table.self)
    }

    /// The store's own record, as its database tells it.
    package static func record(on tenant: Session<Tenant>) async throws(PostgresError) -> TenantStore? {
        try await tenant.first(
            """
            select id, name, slug, status, currency::text as currency, locale, timezone, created_at, updated_at
            from public.store
            """, decoding: TenantStore.self)
    }
}

/// What the platform writes into a store's record.
struct TenantRecord: Sendable {
    let id: Store.ID
    let name: String
    let slug: String
    let ownerName: String
    let ownerEmail: String
}
