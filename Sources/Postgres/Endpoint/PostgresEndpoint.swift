/// Where a database is and who asks for it.
///
/// Nothing else decides how a connection is made: `PG…` variables, service files and password files are not read.
/// Neither description nor reflection shows the password.
public struct PostgresEndpoint: Sendable {
    /// A name, an IP address, or the absolute path of a socket's directory.
    public var host: String
    /// 1 to 65535; also part of a socket's name.
    public var port: Int
    /// Checked IP addresses to dial, one after the other, instead of resolving `host`; empty to resolve it.
    /// Certificates are still compared with `host`.
    public var addresses: [String]
    /// The role to sign in as.
    public var user: String
    /// `nil` for servers that ask for none.
    public var password: String?
    /// The database's name; never read as a connection string.
    public var database: String

    /// Ignored for sockets.
    public var tls: TLSMode
    /// PEM file of trusted roots for the `verify` modes; the system's when `nil`.
    public var tlsRootCertificateFile: String?

    /// How long resolving, connecting and signing in may take together.
    public var connectTimeout: Duration
    /// How long one statement may take, kept by this side; `nil` for ever. A statement over it is cancelled, and two
    /// seconds later its connection dropped.
    public var statementTimeout: Duration?
    /// How much one answer may hold; `nil` for all there is memory for. For servers that are somebody else's: what they
    /// send is counted before it is read, at the price of one copy.
    public var resultLimit: ResultLimit?
    /// What `pg_stat_activity` shows.
    public var applicationName: String
    /// A pooler hands out a server connection per transaction, so that nothing may be kept prepared on one.
    public var isTransactionPooled: Bool

    /// Nothing is checked here; an endpoint that cannot be dialled is refused when it is (kind `misuse`).
    public init(
        host: String, port: Int = 5432, addresses: [String] = [], user: String, password: String? = nil,
        database: String, tls: TLSMode = .prefer, tlsRootCertificateFile: String? = nil,
        connectTimeout: Duration = .seconds(5), statementTimeout: Duration? = nil,
        resultLimit: ResultLimit? = nil, applicationName: String = "tenantry", isTransactionPooled: Bool = false
    ) {
        self.host = host
        self.port = port
        self.addresses = addresses
        self.user = user
        self.password = password
        self.database = database
        self.tls = tls
        self.tlsRootCertificateFile = tlsRootCertificateFile
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
        self.resultLimit = resultLimit
        self.applicationName = applicationName
        self.isTransactionPooled = isTransactionPooled
    }

    var isSocketDirectory: Bool { host.hasPrefix("/") }
}

extension PostgresEndpoint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Who and where, without the password.
    public var description: String { "PostgresEndpoint(\(user)@\(host):\(port)/\(database))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror {
        Mirror(self, children: ["host": host, "port": port, "user": user, "database": database])
    }
}
