/// How large a pool may grow, and how long things in it may last.
public struct PostgresPoolConfiguration: Sendable {
    /// Connections lent at the same time, 1 or more. Shared readers come on top.
    public var maximumConnections: Int
    /// A connection older than this is closed instead of lent again.
    public var maximumAge: Duration
    /// A connection unused for this long is closed while the pool runs.
    public var idleTimeout: Duration
    /// How long a caller waits in line, and then again for its connection to open (the endpoint's `connectTimeout`).
    public var acquireTimeout: Duration
    /// Connections that statements of many callers share; 0 for none.
    public var sharedReaders: Int
    /// The metrics' label `pool`; one of few values.
    public var name: String

    /// - Precondition: at least one connection, and no negative number of readers.
    public init(
        maximumConnections: Int = 10, maximumAge: Duration = .seconds(3_600), idleTimeout: Duration = .seconds(300),
        acquireTimeout: Duration = .seconds(10), sharedReaders: Int = 0, name: String = "default"
    ) {
        precondition(maximumConnections >= 1 && sharedReaders >= 0, "a pool holds at least one connection")
        self.maximumConnections = maximumConnections
        self.maximumAge = maximumAge
        self.idleTimeout = idleTimeout
        self.acquireTimeout = acquireTimeout
        self.sharedReaders = sharedReaders
        self.name = name
    }
}
