public import Foundation

/// One line of a status report: a migration as the folder and the ledger see it together. Never fails: contradictions
/// that ``MigrationPlan`` refuses are lines like any other.
public struct MigrationStatus: Sendable, Equatable {
    /// How the database stands to the file.
    public enum Standing: Sendable, Equatable {
        case applied(Date)
        case pending
        /// Applied, and the file's content is another now.
        case changed(Date)
        /// Applied, and there is no such file.
        case missing(Date)
    }

    /// Four digits.
    public let version: String
    /// The file's, or the ledger's where there is no file.
    public let name: String
    /// How the database stands to it.
    public let standing: Standing

    /// Every version that the folder or the ledger knows, in order.
    public static func report(of state: MigrationState, in directory: MigrationDirectory) -> [MigrationStatus] {
        let rows = Dictionary(uniqueKeysWithValues: state.applied.map { ($0.version, $0) })
        let known = Set(directory.migrations.map(\.version))
        let files = directory.migrations.map { file in
            MigrationStatus(version: file.version, name: file.name, standing: standing(of: file, rows[file.version]))
        }
        let missing = state.applied.filter { !known.contains($0.version) }.map { row in
            MigrationStatus(version: row.version, name: row.name, standing: .missing(row.appliedAt))
        }
        return (files + missing).sorted { $0.version < $1.version }
    }

    private static func standing(of file: MigrationFile, _ row: MigrationState.Applied?) -> Standing {
        guard let row else { return .pending }
        return row.checksum == file.checksum ? .applied(row.appliedAt) : .changed(row.appliedAt)
    }
}
