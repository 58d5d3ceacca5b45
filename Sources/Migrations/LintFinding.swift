/// A place in a migration file that will not be run, why, and what to do instead.
public struct LintFinding: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong with it.
    public enum Rule: String, Sendable, CaseIterable {
        case metaCommand, transactionControl, sessionSetting, copyFromStandardInput, copyToStandardOutput, unterminated
    }

    /// Which rule it breaks.
    public let rule: Rule
    /// Name of the file within its folder.
    public let file: String
    /// Counted from 1.
    public let line: Int
    /// The words that the statement begins with, as written; no constants. May be empty.
    public let statement: String

    /// File, line, first words and advice. Holds nothing but names from the file.
    public var description: String {
        let place = "\(file):\(line)"
        return statement.isEmpty ? "\(place): \(advice)" : "\(place): “\(statement)”: \(advice)"
    }

    /// What to do about it, as a sentence for the author of the file.
    public var advice: String {
        switch rule {
        case .metaCommand:
            "this is a command to psql, not SQL; remove the line, and write out what it would have included."
        case .transactionControl:
            "a file runs in a transaction of its own, together with its ledger row; remove the statement, or split the "
                + "file in two where a commit is wanted."
        case .sessionSetting:
            "this would outlive the file on its connection; use SET LOCAL, which ends with the file's transaction."
        case .copyFromStandardInput:
            "data cannot follow in the file; write INSERT … VALUES instead."
        case .copyToStandardOutput:
            "nobody would read the rows; remove the statement."
        case .unterminated:
            "a quote, dollar quote or comment opened here is never closed; close it."
        }
    }
}
