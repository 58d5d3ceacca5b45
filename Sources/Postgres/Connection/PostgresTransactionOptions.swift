/// What `BEGIN` says.
public struct PostgresTransactionOptions: Sendable, Equatable {
    /// The standard's levels as PostgreSQL has them.
    public enum Isolation: String, Sendable {
        case readCommitted = "READ COMMITTED"
        case repeatableRead = "REPEATABLE READ"
        case serializable = "SERIALIZABLE"
    }

    /// What the transaction sees of others.
    public var isolation: Isolation
    /// Writing is refused (25006).
    public var isReadOnly: Bool

    /// Read committed and read-write unless said otherwise.
    public init(isolation: Isolation = .readCommitted, isReadOnly: Bool = false) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
    }

    /// Each statement sees what was committed before it.
    public static let readCommitted = PostgresTransactionOptions()
    /// All statements see one moment; a conflicting write fails (40001).
    public static let repeatableRead = PostgresTransactionOptions(isolation: .repeatableRead)
    /// As if transactions ran one after the other; what would break that fails (40001).
    public static let serializable = PostgresTransactionOptions(isolation: .serializable)
    /// One unchanging picture of the database, nothing written.
    public static let snapshot = PostgresTransactionOptions(isolation: .repeatableRead, isReadOnly: true)

    var begin: SQL {
        "BEGIN ISOLATION LEVEL \(raw: isolation.rawValue)\(raw: isReadOnly ? " READ ONLY" : " READ WRITE")"
    }
}
