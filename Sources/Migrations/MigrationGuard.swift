/// SQL that the caller wants asserted in the transaction of every file, after the lock is taken and before anything
/// is changed: typically that the job's fencing epoch is still the one in the database.
public struct MigrationGuard: Sendable {
    /// Whole statements; empty for none. They refuse by raising an exception, best with
    /// SQLSTATE ``MigrationSQLState/fenced``. The search path is `pg_catalog`: other names need their schema.
    public let sql: String

    /// - Parameter sql: trusted text, run as it is.
    public init(sql: String) { self.sql = sql }

    /// Nothing to assert.
    public static let none = MigrationGuard(sql: "")

    /// Refuses with ``MigrationSQLState/fenced`` unless the condition is true; null is not true.
    ///
    /// - Parameter condition: a trusted boolean expression, such as `(select epoch from _tenantry.owner) = 7`.
    public static func requiring(_ condition: String) -> MigrationGuard {
        MigrationGuard(
            sql: """
                do $tenantry_guard$ begin
                  if (\(condition)) is not true then
                    raise exception using errcode = '\(MigrationSQLState.fenced)', message = 'the guard does not hold';
                  end if;
                end $tenantry_guard$;
                """)
    }
}
