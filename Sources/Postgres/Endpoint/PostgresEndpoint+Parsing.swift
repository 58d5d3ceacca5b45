extension PostgresEndpoint {
    /// Reads `postgres://user:password@host:port/database?parameter=value`.
    ///
    /// Parts are percent-decoded, an IPv6 address stands in brackets, and a bare `:` or `@` in a password must be
    /// encoded as URLs demand (the last `@` ends the user part, so most survive). Parameters: `sslmode`, `sslrootcert`,
    /// `application_name`, `connect_timeout` (seconds, 1 to 600), `host` (a socket directory or a host).
    ///
    /// - Throws: what is wrong, in words that never repeat the password.
    public init(parsing url: String) throws(ParseError) {
        guard let scheme = ["postgres://", "postgresql://"].first(where: { url.lowercased().hasPrefix($0) }) else {
            throw .wrongScheme
        }
        let location = url.dropFirst(scheme.count)
        guard !location.contains("#") else { throw .malformed }
        let halves = location.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = halves[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)

        let (user, password) = try Self.credentials(path[0])
        let (host, port) = try Self.hostAndPort(path[0])
        let database = path.count == 2 ? try Self.decoded(path[1]) : ""
        self.init(host: host, port: port, user: user, password: password, database: database)
        for parameter in halves.count == 2 ? halves[1].split(separator: "&") : [] {
            try apply(parameter)
        }
        if self.host.isEmpty { throw .missingHost }
        if self.user.isEmpty { throw .missingUser }
        if self.database.isEmpty { throw .missingDatabase }
    }

    private static func credentials(_ authority: Substring) throws(ParseError) -> (String, String?) {
        guard let at = authority.lastIndex(of: "@") else { throw .missingUser }
        let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return (try decoded(parts[0]), parts.count == 2 ? try decoded(parts[1]) : nil)
    }

    private static func hostAndPort(_ authority: Substring) throws(ParseError) -> (String, Int) {
        let place = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        guard !place.contains(",") else { throw .severalHosts }
        let host: Substring
        let rest: Substring
        if place.hasPrefix("[") {
            guard let end = place.firstIndex(of: "]") else { throw .malformed }
            host = place[place.index(after: place.startIndex)..<end]
            rest = place[place.index(after: end)...]
        } else {
            let colon = place.firstIndex(of: ":") ?? place.endIndex
            (host, rest) = (place[..<colon], place[colon...])
        }
        guard !rest.isEmpty else { return (try decoded(host), 5432) }
        guard rest.hasPrefix(":"), rest.dropFirst().allSatisfy({ $0.isASCII && $0.isWholeNumber }),
            let port = Int(rest.dropFirst()), 1...65_535 ~= port
        else { throw .invalidPort }
        return (try decoded(host), port)
    }

    private mutating func apply(_ parameter: Substring) throws(ParseError) {
        let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = try Self.decoded(parts[0])
        let value = parts.count == 2 ? try Self.decoded(parts[1]) : ""
        switch name {
        case "sslmode":
            guard let mode = TLSMode(rawValue: value) else { throw .invalidParameter(name) }
            tls = mode
        case "sslrootcert":
            guard !value.isEmpty else { throw .invalidParameter(name) }
            tlsRootCertificateFile = value == "system" ? nil : value
        case "application_name":
            applicationName = value
        case "connect_timeout":
            guard let seconds = Int(value), 1...600 ~= seconds else { throw .invalidParameter(name) }
            connectTimeout = .seconds(seconds)
        case "host":
            guard !value.contains(",") else { throw .severalHosts }
            host = value
        default:
            throw .unknownParameter(name)
        }
    }
}
