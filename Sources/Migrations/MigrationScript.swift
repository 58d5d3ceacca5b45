/// The text of one flush, and what each of its parts is there for. Each step is
///
///     begin; timeouts; search path; claim; the caller's guard; [ledger]; [settings]; the file; its row; commit;
///     begin; notice; commit;
///
/// in a simple query: when a statement fails the server skips all that follows, and the step's transaction is undone.
/// `BEGIN` is written out because a transaction implied by the query alone would span all files, and with its isolation
/// level because what the claim looks up under the lock must not be a snapshot from before it.
struct MigrationScript: Sendable {
    /// Text that was added at once.
    enum Part: Sendable {
        /// Statements of ours or of the caller's, before a file's first one.
        case preparation(String)
        /// The file of the step with this index, as it stands.
        case file(step: Int)
        /// Statements of ours after the file's last one: its row, and the commit with all that is deferred to it.
        case completion(String, step: Int)
    }

    /// Ends a file that ends in a comment, or in a statement without its semicolon.
    static let closing = "\n;\n"

    let steps: [MigrationStep]
    private(set) var parts: [Part] = []
    private(set) var text = ""

    init(steps: [MigrationStep]) { self.steps = steps }

    /// Adds a file so that what runs does not depend on where it is cut into statements.
    mutating func append(_ part: Part) {
        parts.append(part)
        switch part {
        case .preparation(let sql), .completion(let sql, _): text += sql
        case .file(let step):
            for statement in steps[step].file.statements { text += statement.text }
            text += Self.closing
        }
    }
}
