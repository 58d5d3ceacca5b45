extension PostgresEndpoint {
    /// A path that cannot exist, for files libpq would otherwise look for in the home directory.
    private static let noFile = "/dev/null/none"
    /// Debian's and most other systems' bundle of trusted roots.
    private static let systemRoots = "/etc/ssl/certs/ca-certificates.crt"

    /// What libpq is told in order to dial one address; `nil` dials `host` as a socket directory.
    ///
    /// Every parameter libpq could take from the environment is given here; those that have no value meaning "none"
    /// are dealt with by ``Environment``.
    func parameters(dialing address: String?) -> [(name: String, value: String)] {
        var parameters = [
            ("host", host), ("port", String(port)), ("user", user), ("dbname", database),
            ("application_name", applicationName.isEmpty ? "tenantry" : applicationName),
            ("client_encoding", "UTF8"),
            ("sslmode", isSocketDirectory ? TLSMode.disable.rawValue : tls.rawValue),
            ("sslrootcert", rootCertificates),
            ("sslcert", Self.noFile), ("sslkey", Self.noFile),
            ("sslcrl", Self.noFile), ("sslcrldir", Self.noFile),
            ("sslcompression", "0"), ("sslsni", "1"),
            ("ssl_min_protocol_version", "TLSv1.2"), ("ssl_max_protocol_version", "TLSv1.3"),
            ("channel_binding", "prefer"), ("gssencmode", "disable"), ("krbsrvname", "postgres"),
            ("passfile", Self.noFile), ("target_session_attrs", "any"), ("connect_timeout", "0"),
            ("keepalives", "1"), ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"),
        ]
        if let address { parameters.append(("hostaddr", address)) }
        if let password { parameters.append(("password", password)) }
        return parameters.map { (name: $0.0, value: $0.1) }
    }

    private var rootCertificates: String {
        if let tlsRootCertificateFile { return tlsRootCertificateFile }
        return tls == .verifyCA || tls == .verifyFull ? Self.systemRoots : Self.noFile
    }

    /// The rule `self` breaks, if any. libpq reads C strings and takes an empty value for an absent one.
    var brokenRule: String? {
        let texts =
            [host, user, database, applicationName, password ?? "", tlsRootCertificateFile ?? ""] + addresses
        if texts.contains(where: { $0.utf8.contains(0) }) { return "An endpoint's texts contain no NUL." }
        if host.isEmpty || user.isEmpty || database.isEmpty { return "An endpoint has a host, a user and a database." }
        if host.contains(",") { return "An endpoint has one host." }
        if !(1...65_535 ~= port) { return "A port is 1 to 65535." }
        return nil
    }
}
