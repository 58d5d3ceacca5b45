import Postgres

/// The SQL of the ledger: `migrations` and `seeds` in a schema that is ours alone. Every name is qualified, so that it
/// means the same on any search path.
struct MigrationLedger: Sendable {
    /// "TNTR" in ASCII: the class of our advisory locks. They are per database, and one key in it is enough.
    static let lockKey = "1414419538, 1"

    private let name: String
    private let schema: String

    init(schema: String) {
        name = schema
        self.schema = SQL("\(identifier: schema)").text
    }

    var migrations: String { schema + ".migrations" }
    var seeds: String { schema + ".seeds" }

    /// Reads all rows in one statement, whether the tables are there or not: a plain `select` would be refused, and
    /// logged as an error on the customer's server, before the first migration.
    var inspection: SQL {
        let migrationRows = """
            select version as key, name, pg_catalog.encode(checksum, 'hex') as checksum, state, runner,
            (extract(epoch from applied_at) * 1000)::bigint as moment, duration_ms as took
            from \(migrations) limit 10000
            """
        let seedRows = """
            select file as key, pg_catalog.encode(checksum, 'hex') as checksum,
            (extract(epoch from seeded_at) * 1000)::bigint as moment from \(seeds) limit 10000
            """
        return """
            select ledger.relation, ledger.oid is not null as present, entry.*
            from (values ('migrations'::text, pg_catalog.to_regclass(\(migrations)), \(migrationRows)::text),
                         ('seeds', pg_catalog.to_regclass(\(seeds)), \(seedRows))) as ledger (relation, oid, query)
            left join lateral xmltable('/table/row' passing
                case when ledger.oid is null then '<table/>'::pg_catalog.xml
                     else pg_catalog.query_to_xml(ledger.query, false, false, '') end
                columns key text, name text, checksum text, state text, runner text, moment bigint, took bigint
            ) as entry on true
            """
    }

    /// Makes what is not there yet. Not safe against itself, `IF NOT EXISTS` or not: take the lock first.
    var creation: String {
        """
        do $tenantry$ begin
          if pg_catalog.to_regnamespace(\(literal(schema))) is null then create schema \(schema); end if;
        end $tenantry$;
        create table if not exists \(migrations) (
          version text collate "C" primary key, name text not null, checksum bytea not null, kind text not null,
          state text not null, applied_at timestamptz not null, duration_ms bigint not null, runner text not null);
        create table if not exists \(seeds) (
          file text collate "C" primary key, checksum bytea not null, seeded_at timestamptz not null,
          duration_ms bigint not null);

        """
    }

    func literal(_ text: String) -> String { SQL("\(literal: text)").text }

    func literal(_ checksum: MigrationChecksum) -> String { "pg_catalog.decode('\(checksum)', 'hex')" }
}
