extension PostgresError {
    /// All that is known about an error.
    struct Report: Sendable {
        var sqlState: String?
        var message: String?
        var detail: String?
        var hint: String?
        var constraint: String?
        var table: String?
        var column: String?
        var position: Int?
        var completedStatements: Int?
        var connectFailure: ConnectFailure?
        var isCommitAmbiguous = false
        var isUnsent = false
    }

    /// Keeps the report behind one reference, so that an error is two words to pass on.
    final class SharedReport: Sendable {
        let report: Report
        init(_ report: Report) { self.report = report }
    }

    static func connectionLost(_ message: String? = nil, isUnsent: Bool = false) -> PostgresError {
        PostgresError(.connectionLost, Report(message: message, isUnsent: isUnsent))
    }

    static func connectionFailed(_ failure: ConnectFailure, _ message: String? = nil) -> PostgresError {
        PostgresError(.connectionFailed, Report(message: message, connectFailure: failure))
    }

    static func misuse(_ rule: String) -> PostgresError {
        PostgresError(.misuse, Report(message: rule))
    }

    static func resultTooLarge(_ rule: String) -> PostgresError {
        PostgresError(.resultTooLarge, Report(message: rule))
    }

    static func decoding(_ message: String, column: String? = nil) -> PostgresError {
        PostgresError(.decoding, Report(message: message, column: column))
    }

    static let cancelled = PostgresError(.cancelled, Report())
    static let timeout = PostgresError(.timeout, Report())
    static let poolExhausted = PostgresError(.poolExhausted, Report())
    static let poolClosed = PostgresError(.poolClosed, Report())
}
