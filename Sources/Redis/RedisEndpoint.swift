/// Where a Redis server is and how to speak to it.
///
/// Description and reflection leave the password out.
public struct RedisEndpoint: Sendable {
    /// The server's address.
    public enum Address: Sendable, Equatable {
        /// A host name or an IP address, and a port.
        case tcp(host: String, port: Int)
        /// The path of a Unix domain socket.
        case unixSocket(path: String)
    }

    /// The server's address.
    public var address: Address
    /// The ACL user, or `nil` for the default user.
    public var username: String?
    /// The password, or `nil` if none is asked for.
    public var password: String?
    /// The number of the database, selected at connect. Zero unless given.
    public var database: Int
    /// Whether the connection is encrypted, the server's certificate and name verified. TCP only.
    public var tls: Bool
    /// A PEM file with the certificates to trust instead of the system's.
    public var tlsRootCertificateFile: String?
    /// How long name look-up, connect, TLS and log-in may take together.
    public var connectTimeout: Duration = .seconds(2)
    /// How long a command waits for its reply unless it says otherwise, the wait for a connection included.
    public var commandTimeout: Duration = .seconds(2)
    /// The name shown by `CLIENT LIST`. ASCII without spaces.
    public var clientName = "tenantry"

    /// An endpoint without a password, in database 0, unencrypted.
    public init(address: Address) {
        self.address = address
        database = 0
        tls = false
    }
}

extension RedisEndpoint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The address as a URL, without user and password.
    public var description: String {
        switch address {
        case .tcp(let host, let port):
            "\(tls ? "rediss" : "redis")://\(host.contains(":") ? "[\(host)]" : host):\(port)/\(database)"
        case .unixSocket(let path): "unix://\(path)?db=\(database)"
        }
    }

    /// ``description``.
    public var debugDescription: String { description }
    /// ``description`` as the only child.
    public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
