/// SQLSTATEs of our own, in a class that neither PostgreSQL nor the SQL standard uses.
public enum MigrationSQLState {
    /// Another process holds the migration lock.
    public static let lockBusy = "TN001"
    /// The ledger has moved since the plan was made.
    public static let headMoved = "TN002"
    /// The caller's ``MigrationGuard`` does not hold.
    public static let fenced = "TN003"
    /// A notice by which a script tells how far it is.
    public static let progress = "TN100"
}
