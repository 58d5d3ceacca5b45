public import Foundation

/// What a database says has been done to it: the rows of its ledger at one moment.
public struct MigrationState: Sendable {
    /// A migration that has been run.
    public struct Applied: Sendable, Equatable {
        /// Four digits, as in the file's name.
        public let version: String
        /// Of the file as it was then, without number and suffix.
        public let name: String
        /// Of the file as it was then.
        public let checksum: MigrationChecksum
        /// True only once the file has run to its end; a row of a transactional file is never anything else.
        public let isComplete: Bool
        /// By the server's clock, to the millisecond.
        public let appliedAt: Date
        /// How long it took on the server.
        public let duration: Duration
        /// Which process did it, in its own words.
        public let runner: String
    }

    /// A seed file that has been run.
    public struct Seeded: Sendable, Equatable {
        /// `0001_roles.sql`.
        public let file: String
        /// Of the file as it was when it was last run.
        public let checksum: MigrationChecksum
        /// By the server's clock, to the millisecond.
        public let seededAt: Date
    }

    /// Whether both ledger tables are there; if not, the first file that is run makes them.
    public let hasLedger: Bool
    /// In order of version.
    public let applied: [Applied]
    /// In order of file name.
    public let seeded: [Seeded]

    /// Of a database that nothing has been done to.
    public static let untouched = MigrationState(hasLedger: false, applied: [], seeded: [])

    /// The newest version applied; `nil` before the first.
    public var head: String? { applied.last?.version }

    init(hasLedger: Bool, applied: [Applied], seeded: [Seeded]) {
        self.hasLedger = hasLedger
        self.applied = applied.sorted { $0.version < $1.version }
        self.seeded = seeded.sorted { $0.file < $1.file }
    }
}
