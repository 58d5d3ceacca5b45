public import Postgres

extension Migrator {
    /// Accepts applied files as they are now: writes their present checksums into the ledger and runs nothing. Only an
    /// operator can know that it is right to. Safe to repeat; files that are not applied are left out.
    ///
    /// - Throws: ``MigrationError/lockBusy`` while somebody migrates, `database`, `interrupted` or `cancelled`.
    public func repair(_ files: [MigrationFile], on connection: PostgresConnection) async throws(MigrationError) {
        let lock = """
            do $tenantry$ begin
              if not pg_catalog.pg_try_advisory_xact_lock(\(MigrationLedger.lockKey)) then
                raise exception using errcode = '\(MigrationSQLState.lockBusy)', message = 'another one is migrating';
              end if;
            end $tenantry$;

            """
        do {
            try await connection.script(
                "begin isolation level read committed;\n" + target.transactionSettings + lock + ledger.repair(files)
                    + "commit;")
        } catch {
            throw error.sqlState == MigrationSQLState.lockBusy ? .lockBusy : MigrationError(outsideOfFiles: error)
        }
    }
}
