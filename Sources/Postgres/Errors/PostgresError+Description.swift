extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// One sentence for anybody: what happened and the code, without names, values or the server's words.
    public var description: String {
        let code = sqlState.map { " (\($0))" } ?? ""
        return switch kind {
        case .server: "The database refused the statement\(code)."
        case .connectionFailed: "The database could not be reached\(code)."
        case .connectionLost:
            isCommitAmbiguous
                ? "The connection to the database broke during COMMIT\(code)."
                : "The connection to the database broke\(code)."
        case .timeout: "The database took too long."
        case .cancelled: "The statement was cancelled."
        case .poolExhausted: "No database connection became free in time."
        case .poolClosed: "The database connections are closed."
        case .resultTooLarge: "The database's answer was larger than is allowed."
        case .decoding: "The database's answer did not have the expected shape."
        case .misuse: "The statement could not be sent."
        }
    }

    /// All that is known, for operators. Never parameters or the password.
    public var debugDescription: String {
        var parts = [description]
        let known: [(String, String?)] = [
            ("message", serverMessage), ("detail", detail), ("hint", hint), ("constraint", constraint),
            ("table", table), ("column", column), ("position", position.map(String.init)),
            ("completed statements", completedStatements.map(String.init)),
            ("connect failure", connectFailure.map { "\($0)" }),
        ]
        for case (let name, let value?) in known { parts.append("\(name): \(value)") }
        return parts.joined(separator: " ")
    }

    public var customMirror: Mirror {
        Mirror(self, children: ["kind": kind, "sqlState": sqlState as Any])
    }
}
