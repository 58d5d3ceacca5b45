/// Why a folder of migrations cannot be used. Nothing has been sent to any server.
public enum MigrationDirectoryError: Error, Sendable, Equatable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    /// No migration in it: more likely a wrong path than an intention.
    case empty(path: String)
    case misnamed(file: String)
    case duplicate(version: String, files: [String])
    case notText(file: String, reason: String)
    /// At least one, in order of file and line.
    case refused([LintFinding])

    /// What is wrong and what to do; paths and file names, no SQL but first words.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "The migrations at \(path) cannot be read: \(reason)"
        case .empty(let path): "There are no migrations at \(path); is the path right?"
        case .misnamed(let file):
            "\(file) is not named like a migration; call it NNNN_name.sql, the next number first (0001_accounts.sql)."
        case .duplicate(let version, let files):
            "Version \(version) is taken by \(files.joined(separator: " and ")); give one of them the next free number."
        case .notText(let file, let reason): "\(file) \(reason); save it as UTF-8 text."
        case .refused(let findings): findings.map(\.description).joined(separator: "\n")
        }
    }
}
