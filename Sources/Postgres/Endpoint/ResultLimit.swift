/// How much of an answer to one statement is taken from a server that is not trusted.
///
/// Counted are the bytes that arrive, so that nothing is held that was not looked at first: a result takes up to five
/// times as much memory as it has bytes (libpq keeps 16 for a value that was sent with 4). A server that goes over
/// either limit loses the connection, with kind ``PostgresError/Kind/resultTooLarge``.
public struct ResultLimit: Sendable, Equatable {
    /// Bytes that may arrive until the statement is answered, notices and encryption included; 1 or more.
    public var bytes: Int
    /// Rows an answer may have; judged when it is complete, for until then its bytes are bounded.
    public var rows: Int

    /// - Precondition: at least one byte, and no negative number of rows.
    public init(bytes: Int, rows: Int) {
        precondition(bytes >= 1 && rows >= 0, "an answer has at least one byte")
        self.bytes = bytes
        self.rows = rows
    }
}
