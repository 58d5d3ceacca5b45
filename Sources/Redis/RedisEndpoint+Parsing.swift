import FoundationEssentials

extension RedisEndpoint {
    /// Why a URL is no endpoint. Names the rule, never the text.
    public enum ParseError: Error, Equatable, CustomStringConvertible {
        /// Each case's rule is its ``description``.
        case malformed, unsupportedScheme, missingHost, missingSocketPath, invalidPort, invalidDatabase
        /// Each case's rule is its ``description``.
        case usernameWithoutPassword, unknownOption, certificatesWithoutTLS

        /// The rule that was broken, as one sentence.
        public var description: String {
            switch self {
            case .malformed: "A Redis URL has the form redis://[user:password@]host[:port][/database]."
            case .unsupportedScheme: "A Redis URL starts with redis://, rediss:// or unix://."
            case .missingHost: "A redis:// or rediss:// URL names a host."
            case .missingSocketPath: "A unix:// URL names the path of a socket."
            case .invalidPort: "The port of a Redis URL is 1 to 65535."
            case .invalidDatabase: "The database of a Redis URL is a number from 0 to 65535."
            case .usernameWithoutPassword: "A Redis URL with a user has a password too."
            case .unknownOption: "A Redis URL knows the options db and cafile, each at most once."
            case .certificatesWithoutTLS: "The option cafile needs rediss://."
            }
        }
    }

    /// Reads `redis://[user:password@]host[:6379][/database]`, the same with `rediss` for TLS, or
    /// `unix://[user:password@]/path/to/socket`; options are `?db=` and, with TLS, `?cafile=`.
    ///
    /// User, password and path may be percent-encoded; `redis://:password@host` logs in the default user.
    public init(parsing url: String) throws(ParseError) {
        guard let parts = URLComponents(string: url), parts.fragment == nil else { throw .malformed }
        let options = try Self.options(of: parts)
        let host = parts.host ?? ""
        var pathDatabase: String?
        switch parts.scheme?.lowercased() {
        case "redis", "rediss":
            guard !host.isEmpty else { throw .missingHost }
            let port = parts.port ?? 6379
            guard 1...65535 ~= port else { throw .invalidPort }
            self.init(address: .tcp(host: host.trimmingBrackets, port: port))
            tls = parts.scheme?.lowercased() == "rediss"
            let path = parts.path.drop(while: { $0 == "/" })
            if !path.isEmpty { pathDatabase = String(path) }
        case "unix":
            guard !(host + parts.path).isEmpty, !parts.path.hasSuffix("/") else { throw .missingSocketPath }
            self.init(address: .unixSocket(path: host + parts.path))
        default: throw .unsupportedScheme
        }
        if let password = parts.password, !password.isEmpty {
            self.password = password
            if let user = parts.user, !user.isEmpty { username = user }
        } else if let user = parts.user, !user.isEmpty {
            throw .usernameWithoutPassword
        }
        database = try Self.database(pathDatabase, option: options["db"])
        tlsRootCertificateFile = options["cafile"]
        guard tls || tlsRootCertificateFile == nil else { throw .certificatesWithoutTLS }
    }

    private static func database(_ path: String?, option: String?) throws(ParseError) -> Int {
        guard path == nil || option == nil else { throw .invalidDatabase }
        guard let text = path ?? option else { return 0 }
        guard let number = Int(text), 0...65535 ~= number, String(number) == text else { throw .invalidDatabase }
        return number
    }

    private static func options(of parts: URLComponents) throws(ParseError) -> [String: String] {
        var options: [String: String] = [:]
        for item in parts.queryItems ?? [] {
            guard ["db", "cafile"].contains(item.name), let value = item.value, !value.isEmpty,
                options.updateValue(value, forKey: item.name) == nil
            else { throw .unknownOption }
        }
        return options
    }
}

extension String {
    /// An IPv6 address without the brackets a URL puts around it.
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
