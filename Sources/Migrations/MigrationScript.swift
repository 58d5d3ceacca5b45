/// The text of one flush, and what each of its statements is there for. Each step is
///
///     begin; timeouts; search path; claim; the caller's guard; [ledger]; [settings]; the file; its row; commit;
///     begin; notice; commit;
///
/// in a simple query: when a statement fails the server skips all that follows, and the step's transaction is undone.
/// `BEGIN` is written out because a transaction implied by the query alone would span all files, and with its isolation
/// level because what the claim looks up under the lock must not be a snapshot from before it.
struct MigrationScript: Sendable {
    /// What a statement of the script belongs to.
    enum Place: Sendable, Equatable {
        /// Before the file's first statement.
        case preparation
        /// The statement with this index of the file.
        case statement(step: Int, index: Int)
        /// After the file's last statement: its row, and the commit with all that is deferred to it.
        case completion(step: Int)
    }

    /// Ends a file that ends in a comment, or in a statement without its semicolon.
    static let closing = "\n;\n"

    let steps: [MigrationStep]
    private(set) var text = ""
    /// By number of the statement in the script.
    private(set) var places: [Place] = []
    /// By index in ``places``: where the statement's text begins, counted in Unicode scalars as the server does.
    private(set) var starts: [Int: Int] = [:]
    private var length = 0

    init(steps: [MigrationStep]) { self.steps = steps }

    /// Adds statements of ours or of the caller's.
    mutating func append(_ sql: String, as place: Place) {
        places += SQLStatementSplitter.split(sql).filter { !$0.isBlank }.map { _ in place }
        append(sql)
    }

    /// Adds a file as it stands, so that what runs does not depend on where it is cut.
    mutating func appendFile(ofStep step: Int) {
        for (index, statement) in steps[step].file.statements.enumerated() {
            if !statement.isBlank {
                starts[places.count] = length
                places.append(.statement(step: step, index: index))
            }
            append(statement.text)
        }
        append(Self.closing)
    }

    private mutating func append(_ sql: String) {
        text += sql
        length += sql.unicodeScalars.count
    }
}
