public import Postgres

/// Why a database was not migrated, or not to the end. Files that were told as progress stay applied in any case.
public enum MigrationError: Error, Sendable {
    /// Ledger and folder contradict each other; nothing was run.
    case plan(MigrationPlanError)
    /// A statement of a file was refused.
    case failed(MigrationFailure)
    /// Another process holds the migration lock.
    case lockBusy
    /// Another process has been migrating since the plan was made.
    case headMoved
    /// The caller's ``MigrationGuard`` did not hold.
    case fenced
    /// The server refused what surrounds the files, such as making the ledger (42501) or the guard's own SQL.
    case database(PostgresError)
    /// The connection broke or timed out. Whether the file at work was committed is in the ledger alone: inspect again.
    case interrupted(PostgresError)
    /// The calling task was cancelled, and with it the statement at work. Inspect before going on.
    case cancelled
    /// The ledger's rows are not of our making.
    case ledgerUnreadable

    /// The server's code, if it was the server.
    public var sqlState: String? {
        switch self {
        case .failed(let failure): failure.sqlState
        case .database(let error), .interrupted(let error): error.sqlState
        case .lockBusy: MigrationSQLState.lockBusy
        case .headMoved: MigrationSQLState.headMoved
        case .fenced: MigrationSQLState.fenced
        case .plan, .cancelled, .ledgerUnreadable: nil
        }
    }

    /// Whether to inspect and plan anew, soon, on the same connection: somebody else held a lock or was faster. Two
    /// processes that both make a schema show as 23505, 42P06 or 42P07.
    public var isContention: Bool {
        switch self {
        case .lockBusy, .headMoved: true
        case .failed(let failure): ["55P03", "40P01", "40001"].contains(failure.sqlState)
        case .database(let error): ["55P03", "40P01", "40001", "23505", "42P06", "42P07"].contains(error.sqlState)
        case .plan, .fenced, .interrupted, .cancelled, .ledgerUnreadable: false
        }
    }
}

extension MigrationError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Safe to show to anybody.
    public var description: String {
        switch self {
        case .plan(let error): error.description
        case .failed(let failure): failure.description
        case .lockBusy: "Another process is migrating this database."
        case .headMoved: "Another process has been migrating this database; plan again."
        case .fenced: "Somebody else is in charge of this database now."
        case .database(let error), .interrupted(let error): error.description
        case .cancelled: "Migrating was cancelled."
        case .ledgerUnreadable: "The ledger of migrations in this database was not written by this program."
        }
    }

    /// With the server's words, for operators.
    public var debugDescription: String {
        switch self {
        case .failed(let failure): failure.debugDescription
        case .database(let error), .interrupted(let error): error.debugDescription
        default: description
        }
    }
}
