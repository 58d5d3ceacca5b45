import Domain

extension ConnectionString {
    /// What is wrong with a connection string, in the words of somebody who wants to help.
    enum Problem: InputError, Equatable {
        case notAURL, scheme, tooLong, controlCharacter, placeholder
        case noUser, user, noPassword, password, percent
        case noHost, host, port, severalHosts, unixSocket
        case noDatabase, database
        case tls, override(String), parameter(String)

        var message: String {
            switch self {
            case .notAURL:
                "This is not a connection string. One looks like postgres://user:password@host:5432/database."
            case .scheme: "A connection string starts with postgres:// or postgresql://."
            case .tooLong: "A connection string has at most 4096 bytes."
            case .controlCharacter: "A connection string has no line breaks or control characters."
            case .placeholder: "Put the real password where the placeholder for it stands."
            case .noUser: "The user is missing: postgres://user:password@host:5432/database."
            case .user: "The user name is not well formed; write special characters as %40 and the like."
            case .noPassword: "The password is missing: postgres://user:password@host:5432/database."
            case .password, .percent: "Write a % in the password as %25."
            case .noHost: "The host is missing: postgres://user:password@host:5432/database."
            case .host: "The host is not a name or an address; an IPv6 address stands in brackets."
            case .port: "The port is a number from 1 to 65535."
            case .severalHosts: "Name one host; several are not supported."
            case .unixSocket: "Name a host; a Unix socket cannot be reached from here."
            case .noDatabase: "The database is missing at the end: postgres://user:password@host:5432/database."
            case .database: "The name of the database is not well formed; it has at most 63 bytes."
            case .tls: "sslmode is one of disable, prefer, require, verify-ca, verify-full."
            case .override(let name): "Leave out the parameter \(name): it stands in the address itself."
            case .parameter(let name):
                "Leave out the parameter \(Self.shown(name)); only sslmode and application_name are read."
            }
        }

        private static func shown(_ name: String) -> String {
            let safe = name.prefix(40).filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            return safe.isEmpty ? "that is not known here" : "“\(safe)”"
        }
    }
}
