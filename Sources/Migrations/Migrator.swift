public import Logging
public import Postgres

/// Brings databases up to date, one connection at a time, in as few round trips as there are.
///
/// Of any number of processes that migrate one database, one at a time is at work, and each file is run exactly once:
/// its transaction takes an advisory lock that ends with it, on any pooler, and asserts the ledger's head before it
/// does anything. A value: it holds no connection and no state.
public struct Migrator: Sendable {
    /// On what terms files run.
    public let target: MigrationTarget
    /// Who is named in the ledger.
    let runner: String
    let logger: Logger

    /// - Parameter runner: the process, as operators know it. Control characters are left out.
    public init(target: MigrationTarget, runner: String, logger: Logger) {
        self.target = target
        self.runner = String(String.UnicodeScalarView(runner.unicodeScalars.filter { $0.value >= 0x20 }))
        self.logger = logger
    }

    var ledger: MigrationLedger { MigrationLedger(schema: target.schema) }

    /// One statement that reads the whole ledger, or finds none; for callers that send it along with others of theirs.
    /// Give its rows to ``MigrationState/init(_:)``.
    public var inspection: SQL { ledger.inspection }

    /// Reads what has been done to a database. One round trip; changes nothing, takes no lock.
    ///
    /// - Throws: ``MigrationError``: `database` (42501 where the schema is not ours to look into), `interrupted`,
    ///   `cancelled` or `ledgerUnreadable`.
    public func inspect(_ session: some PostgresSession) async throws(MigrationError) -> MigrationState {
        let rows: PostgresRows
        do { rows = try await session.query(inspection) } catch { throw MigrationError(outsideOfFiles: error) }
        return try MigrationState(rows)
    }
}

extension MigrationError {
    /// What an error means that no file can have caused.
    init(outsideOfFiles error: PostgresError) {
        self =
            switch error.kind {
            case .cancelled: .cancelled
            case .connectionLost, .connectionFailed, .resultTooLarge, .timeout: .interrupted(error)
            default: .database(error)
            }
    }
}
