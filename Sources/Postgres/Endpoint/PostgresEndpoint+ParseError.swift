extension PostgresEndpoint {
    /// What is wrong with a connection string. Never repeats any of it but the name of a parameter.
    public enum ParseError: Error, Equatable, Sendable, CustomStringConvertible {
        case wrongScheme
        case malformed
        case missingHost
        case missingUser
        case missingDatabase
        case severalHosts
        case invalidPort
        case invalidEncoding
        /// A `%00`: PostgreSQL's texts hold no NUL.
        case containsNUL
        case unknownParameter(String)
        case invalidParameter(String)

        /// One sentence for whoever wrote the string.
        public var description: String {
            switch self {
            case .wrongScheme: "A connection string begins with postgres:// or postgresql://."
            case .malformed: "The connection string is not a URL."
            case .missingHost: "The connection string names no host."
            case .missingUser: "The connection string names no user."
            case .missingDatabase: "The connection string names no database."
            case .severalHosts: "The connection string names several hosts; one is needed."
            case .invalidPort: "The port is a number from 1 to 65535."
            case .invalidEncoding: "A percent sign is followed by two hexadecimal digits, making UTF-8."
            case .containsNUL: "The connection string contains a NUL character."
            case .unknownParameter(let name): "The connection string's parameter \"\(name)\" is not supported."
            case .invalidParameter(let name): "The connection string's parameter \"\(name)\" has an invalid value."
            }
        }
    }
}
