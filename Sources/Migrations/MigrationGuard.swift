/// SQL that the caller wants asserted in the transaction of every file, after the lock is taken and before anything
/// is changed: typically that the job's fencing epoch is still the one in the database.
public struct MigrationGuard: Sendable {
    /// Whole statements; empty for none. They refuse by raising an exception, best with
    /// SQLSTATE ``MigrationSQLState/fenced``. The search path is `pg_catalog`: other names need their schema.
    public let sql: String
    /// Looked at in the same block as the lock and the ledger: each block costs the server half a millisecond.
    let condition: String?

    /// - Parameter sql: trusted text, run as it is.
    public init(sql: String) { self.init(sql: sql, condition: nil) }

    private init(sql: String, condition: String?) {
        self.sql = sql
        self.condition = condition
    }

    /// Nothing to assert.
    public static let none = MigrationGuard(sql: "")

    /// Refuses with ``MigrationSQLState/fenced`` unless the condition is true; null is not true.
    ///
    /// - Parameter condition: a trusted boolean expression, such as `(select epoch from _tenantry.owner) = 7`.
    public static func requiring(_ condition: String) -> MigrationGuard {
        MigrationGuard(sql: "", condition: condition)
    }
}
