public import Postgres

/// A statement of a file that the server refused. The file has left nothing behind; files before it stay applied.
public struct MigrationFailure: Error, Sendable {
    /// `0003_orders.sql`.
    public let file: String
    /// Whether the file is a seed.
    public let isSeed: Bool
    /// Line of the file, from 1; `nil` when all its statements had run and its commit failed, as a deferred constraint
    /// makes it.
    public let line: Int?
    /// The words that the statement begins with, as written; no constants. `commit` where ``line`` is `nil`.
    public let statement: String
    /// What the server said.
    public let error: PostgresError

    /// The server's code.
    public var sqlState: String? { error.sqlState }
}

extension MigrationFailure: CustomStringConvertible, CustomDebugStringConvertible {
    /// File, line and code: safe to show to anybody.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? "\(file), at commit,"
        return "\(place) was refused by the database (\(sqlState ?? "no code"))."
    }

    /// And the statement's first words and the server's message, which are the file's author's business.
    public var debugDescription: String { "\(description) “\(statement)”: \(error.debugDescription)" }
}
