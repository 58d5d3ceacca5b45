extension MigrationScript {
    /// Where the server finds each statement of a script. Made only when one of them has failed: it takes as long as
    /// reading the whole script.
    struct Places {
        /// What a statement of the script belongs to.
        enum Place: Equatable {
            /// Before the file's first statement.
            case preparation
            /// The statement with this index of the file.
            case statement(step: Int, index: Int)
            /// After the file's last statement.
            case completion(step: Int)
        }

        /// By number of the statement in the script.
        private(set) var all: [Place] = []
        /// By index in ``all``, of statements of files: where the text begins, counted in Unicode scalars as the server
        /// does.
        private(set) var starts: [Int: Int] = [:]
        private var length = 0

        init(_ script: MigrationScript) {
            for part in script.parts {
                switch part {
                case .preparation(let sql): add(sql, as: .preparation)
                case .completion(let sql, let step): add(sql, as: .completion(step: step))
                case .file(let step): add(script.steps[step].file, ofStep: step)
                }
            }
        }

        private mutating func add(_ sql: String, as place: Place) {
            all += SQLStatementSplitter.split(sql).filter { !$0.isBlank }.map { _ in place }
            length += sql.unicodeScalars.count
        }

        private mutating func add(_ file: MigrationFile, ofStep step: Int) {
            for (index, statement) in file.statements.enumerated() {
                if !statement.isBlank {
                    starts[all.count] = length
                    all.append(.statement(step: step, index: index))
                }
                length += statement.text.unicodeScalars.count
            }
            length += MigrationScript.closing.unicodeScalars.count
        }
    }
}
