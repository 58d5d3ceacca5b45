/// Why a database cannot be brought to the folder's newest version. Nothing has been changed.
public enum MigrationPlanError: Error, Sendable, Equatable, CustomStringConvertible {
    /// An applied file has other content now.
    case changed(file: String, applied: MigrationChecksum, found: MigrationChecksum)
    /// The ledger knows a version that the folder does not.
    case unknownVersion(String, name: String, newestKnown: String?)
    /// A file that is not applied is older than one that is.
    case outOfOrder(file: String, head: String)
    /// The ledger holds a file that was begun and not ended.
    case unfinished(version: String, name: String)
    /// A pending file holds a statement that cannot run in a transaction.
    case nonTransactional(file: String, line: Int, statement: String)

    /// What is wrong and what to do, naming the file; safe to show to anybody.
    public var description: String {
        switch self {
        case .changed(let file, let applied, let found):
            "\(file) was changed after it was applied (\(applied.head) then, \(found.head) now). Put back what was "
                + "applied and write the change as a new file; or, if both do the same, accept it with a repair."
        case .unknownVersion(let version, let name, let newest):
            "The database has version \(version) (\(name)), which is not among these files"
                + (newest.map { ", the newest being \($0)" } ?? "") + ". A newer release has been here: use that one."
        case .outOfOrder(let file, let head):
            "\(file) is not applied although \(head) is. Give it a number above \(head)."
        case .unfinished(let version, let name):
            "Version \(version) (\(name)) was begun and never finished."
        case .nonTransactional(let file, let line, let statement):
            "\(file):\(line): “\(statement)” cannot run in a transaction, which is not supported yet. Use the form "
                + "that can (without CONCURRENTLY), or run it by hand."
        }
    }
}
