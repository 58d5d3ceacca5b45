/// One numbered SQL file, `NNNN_name.sql`, read and checked. A value: what happens to the disk later does not matter.
public struct MigrationFile: Sendable {
    /// How it can be run.
    public enum Kind: Sendable, Equatable {
        /// In one transaction with its ledger row: wholly, or not at all.
        case transactional
        /// Holds a statement that the server refuses inside of a transaction, the first of which begins with these
        /// words at this line. ``MigrationPlan`` refuses such files for now.
        case nonTransactional(line: Int, statement: String)

        /// As the ledger's column `kind` spells it.
        var label: String { self == .transactional ? "transactional" : "non_transactional" }
    }

    /// `"0001"`: four ASCII digits, so that text order is order.
    public let version: String
    /// The part between number and suffix: `"accounts"` of `0001_accounts.sql`.
    public let name: String
    /// The text that is run: without a byte order mark, CRLF turned into LF.
    public let text: String
    /// Of ``text``.
    public let checksum: MigrationChecksum
    /// Told from its statements.
    public let kind: Kind

    let statements: [SQLStatement]

    /// `0001_accounts.sql`.
    public var fileName: String { "\(version)_\(name).sql" }
}
