/// A file is in the database for good: its transaction has been committed. Told while the rest is still running.
public struct MigrationProgress: Sendable, Equatable {
    /// `0001_accounts.sql`.
    public let file: String
    /// Whether the file is a seed.
    public let isSeed: Bool
    /// How long it took on the server.
    public let duration: Duration
    /// Which one of the plan's files this is, from 1.
    public let number: Int
    /// How many files the plan has.
    public let count: Int
}
