/// Why a statement, a connection or a pool could not do what was asked.
///
/// ``description`` is safe to show to anybody; the server's words, host and user stand in ``debugDescription`` only,
/// and neither ever holds a password or the parameters of a statement (though the server's detail may quote a row).
public struct PostgresError: Error, Sendable {
    /// What to do about it is decided by this and by ``sqlState``.
    public enum Kind: Sendable, Equatable {
        /// The server answered with an error; the connection lives on.
        case server
        /// No connection came about. ``connectFailure`` says why.
        case connectionFailed
        /// The connection broke while, or before, the statement ran.
        case connectionLost
        /// The statement's time was up. It was cancelled, or its connection dropped.
        case timeout
        /// The calling task was cancelled.
        case cancelled
        /// No connection became free in time.
        case poolExhausted
        /// The pool was closed.
        case poolClosed
        /// The server sent more than the endpoint's ``PostgresEndpoint/resultLimit``; the connection was dropped.
        case resultTooLarge
        /// A result did not have the shape it was read as.
        case decoding
        /// The caller broke a rule of this module; nothing was sent.
        case misuse
    }

    /// Why a connection could not be made.
    public enum ConnectFailure: Sendable, Equatable {
        case nameNotFound, unreachable, timedOut, tls
        /// The server refused; ``PostgresError/sqlState`` says why (28P01, 3D000, 53300 …).
        case refused
    }

    /// What went wrong, coarsely.
    public let kind: Kind
    private let shared: SharedReport
    private var report: Report { shared.report }

    init(_ kind: Kind, _ report: Report) {
        self.kind = kind
        shared = SharedReport(report)
    }

    /// The five characters of the server's error code.
    public var sqlState: String? { report.sqlState }
    /// The server's or libpq's words. They may quote data, names and addresses: for operators only.
    public var serverMessage: String? { report.message }
    /// The server's further words; for operators only, too.
    public var detail: String? { report.detail }
    /// What the server suggests.
    public var hint: String? { report.hint }
    /// The violated constraint's name.
    public var constraint: String? { report.constraint }
    /// The table concerned.
    public var table: String? { report.table }
    /// The column concerned, by the server or while reading a result.
    public var column: String? { report.column }
    /// Where in the statement, or in the whole script, the error was noticed: the n-th character, from 1.
    public var position: Int? { report.position }
    /// How many statements of a script had succeeded before the one that failed.
    public var completedStatements: Int? { report.completedStatements }
    /// Why there is no connection; set for kind `connectionFailed`.
    public var connectFailure: ConnectFailure? { report.connectFailure }
    /// The connection broke during COMMIT: whether it took effect is unknown, and has to be looked up.
    public var isCommitAmbiguous: Bool { report.isCommitAmbiguous }
    /// Nothing of the statement had left this process, so it may be sent again.
    var isUnsent: Bool { report.isUnsent }

    /// The same error with some of its report changed.
    func with(_ kind: Kind? = nil, _ change: (inout Report) -> Void = { _ in }) -> PostgresError {
        var report = report
        change(&report)
        return PostgresError(kind ?? self.kind, report)
    }
}

extension PostgresError {
    /// 40001 or 40P01: the transaction lost against another one and may be tried again from its start.
    public var isSerializationFailure: Bool { sqlState == "40001" || sqlState == "40P01" }

    /// There is no connection, or none any more.
    public var isConnectionFailure: Bool { kind == .connectionFailed || kind == .connectionLost }

    /// Whether this is the violation of that constraint (any code of class 23).
    public func violates(_ constraint: String) -> Bool {
        self.constraint == constraint && sqlState?.hasPrefix("23") == true
    }
}
