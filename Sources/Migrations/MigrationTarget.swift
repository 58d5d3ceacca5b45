/// Which kind of database is migrated, and on what terms its files run.
public struct MigrationTarget: Sendable {
    /// Schema of the ledger tables `migrations` and `seeds`; nothing of it is on the search path.
    public var schema: String
    /// Search path of the files, in order; a schema that is not there does no harm. Temporary tables come last.
    public var searchPath: [String]
    /// How long a statement waits for a lock before it fails with 55P03, so that it does not queue everybody else up
    /// behind it. A file may set its own with `SET LOCAL`.
    public var lockTimeout: Duration = .seconds(3)
    /// How long one statement may take. A file may set its own with `SET LOCAL`.
    public var statementTimeout: Duration = .seconds(300)
    /// How long the server keeps a transaction open, and locks held, whose client has fallen silent.
    public var idleTimeout: Duration = .seconds(60)
    /// Bytes of files sent at once; a larger file goes alone. Bounds what either side must buffer.
    public var flushLimit = 1 << 20

    /// With the default limits. Names are quoted: case counts.
    public init(schema: String, searchPath: [String]) {
        self.schema = schema
        self.searchPath = searchPath
    }

    /// A store's own database. `extensions` is where Supabase keeps extensions and their types.
    public static let tenant = MigrationTarget(schema: "_tenantry", searchPath: ["public", "extensions"])

    /// The platform's own database.
    public static let master = MigrationTarget(schema: "_tenantry", searchPath: ["public"])
}
