/// What surrounds a file in its transaction.
extension MigrationLedger {
    private static let elapsed = """
        (1000 * (extract(epoch from pg_catalog.clock_timestamp())
          - pg_catalog.current_setting('tenantry.began')::numeric))::bigint
        """

    /// Takes the lock and finds the ledger as the step expects it, or raises. Looks before it takes the lock, too: a
    /// process that comes late then does not stand in the way of the one at work.
    ///
    /// - Parameters:
    ///   - news: what is to be told first; see ``news(of:_:)``.
    ///   - condition: what has to hold besides.
    func claim(for step: MigrationStep, telling news: String, requiring condition: String?) -> String {
        """
        do $tenantry$
        declare
          head text;
        begin
        \(news)
          for pass in 1..2 loop
            if pg_catalog.to_regclass(\(literal(migrations))) is not null then
              select pg_catalog.max(version) into head from \(migrations);
            end if;
            if head is distinct from \(step.head.map(literal) ?? "null") then
              raise exception using errcode = '\(MigrationSQLState.headMoved)', message = 'the ledger has moved';
            end if;
            if pass = 1 and not pg_catalog.pg_try_advisory_xact_lock(\(Self.lockKey)) then
              raise exception using errcode = '\(MigrationSQLState.lockBusy)', message = 'another process is migrating';
            end if;
          end loop;
        \(step.isSeed ? seedClaim(for: step.file) : "")
        \(condition.map(Self.requirement) ?? "")
          perform pg_catalog.set_config('tenantry.role', current_user, true);
          perform pg_catalog.set_config('tenantry.began',
            extract(epoch from pg_catalog.clock_timestamp())::text, true);
        end $tenantry$;

        """
    }

    private static func requirement(_ condition: String) -> String {
        """
          if (\(condition)) is not true then
            raise exception using errcode = '\(MigrationSQLState.fenced)', message = 'the guard does not hold';
          end if;
        """
    }

    private func seedClaim(for file: MigrationFile) -> String {
        """
          if pg_catalog.to_regclass(\(literal(seeds))) is not null then
            if exists (select from \(seeds)
                       where file = \(literal(file.fileName)) and checksum = \(literal(file.checksum))) then
              raise exception using errcode = '\(MigrationSQLState.headMoved)', message = 'the seed has been run';
            end if;
          end if;

        """
    }

    /// Takes back what the file set for itself, and writes the step's row.
    func record(_ step: MigrationStep, runner: String) -> String {
        """
        select pg_catalog.set_config('role', pg_catalog.current_setting('tenantry.role'), true),
          pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

        """ + row(of: step, runner: runner)
    }

    private func row(of step: MigrationStep, runner: String) -> String {
        let file = step.file
        return step.isSeed
            ? """
            insert into \(seeds) as old (file, checksum, seeded_at, duration_ms)
            values (\(literal(file.fileName)), \(literal(file.checksum)), pg_catalog.clock_timestamp(), \(Self.elapsed))
            on conflict (file) do update set checksum = excluded.checksum, seeded_at = excluded.seeded_at,
              duration_ms = excluded.duration_ms;

            """
            : """
            insert into \(migrations) (version, name, checksum, kind, state, applied_at, duration_ms, runner)
            values (\(literal(file.version)), \(literal(file.name)), \(literal(file.checksum)),
              \(literal(file.kind.label)), 'applied', pg_catalog.clock_timestamp(), \(Self.elapsed),
              \(literal(runner)));

            """
    }

    /// Tells, in the block that begins the next step, that this one is committed and how long it took. The rest of the
    /// script may take minutes; the server sends a notice at once.
    func news(of step: MigrationStep, _ message: String) -> String {
        let row =
            step.isSeed
            ? "\(seeds) where file = \(literal(step.file.fileName))"
            : "\(migrations) where version = \(literal(step.file.version))"
        return """
              raise notice using errcode = '\(MigrationSQLState.progress)',
                message = \(literal(message)) || ' ' || (select duration_ms from \(row));
            """
    }

    /// The same for the last step of a flush, after which no other begins.
    func announce(_ step: MigrationStep, message: String) -> String {
        """
        begin;
        do $tenantry$ begin
          perform pg_catalog.set_config('client_min_messages', 'notice', true);
        \(news(of: step, message))
        end $tenantry$;
        commit;

        """
    }

    /// Accepts the present content of files that are applied with another. One statement per file.
    func repair(_ files: [MigrationFile]) -> String {
        files.map { file in
            """
            update \(migrations) set checksum = \(literal(file.checksum)), name = \(literal(file.name))
            where version = \(literal(file.version)) and checksum <> \(literal(file.checksum));

            """
        }.joined()
    }
}
