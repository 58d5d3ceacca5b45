import Postgres

extension MigrationScript {
    /// What an error that ended this script means.
    ///
    /// The number of statements that had succeeded tells the one that failed; the position refines its line. A script
    /// the server could not even parse was not begun: then the position alone tells the place.
    func meaning(of error: PostgresError) -> MigrationError {
        switch error.kind {
        case .server: break
        case .timeout where error.sqlState != nil: break
        case .cancelled: return .cancelled
        case .misuse, .decoding, .poolClosed, .poolExhausted: return .database(error)
        case .connectionLost, .connectionFailed, .resultTooLarge, .timeout: return .interrupted(error)
        }
        let places = Places(self)
        guard let number = statementNumber(of: error, among: places) else { return .database(error) }
        return switch places.all[number] {
        case .preparation: preparationFailure(error)
        case .completion(let step): .failed(failure(of: error, step: step, line: nil, statement: "commit"))
        case .statement(let step, let index):
            .failed(
                failure(
                    of: error, from: places.starts[number], step: step, statement: steps[step].file.statements[index]))
        }
    }

    private func statementNumber(of error: PostgresError, among places: Places) -> Int? {
        guard let completed = error.completedStatements, places.all.indices.contains(completed) else { return nil }
        guard completed == 0, let position = error.position else { return completed }
        let candidate = places.starts.filter { $0.value < position }.max { $0.value < $1.value }
        guard let (number, start) = candidate, case .statement(let step, let index) = places.all[number],
            position <= start + steps[step].file.statements[index].text.unicodeScalars.count + Self.closing.count
        else { return completed }
        return number
    }

    private func preparationFailure(_ error: PostgresError) -> MigrationError {
        switch error.sqlState {
        case MigrationSQLState.lockBusy: .lockBusy
        case MigrationSQLState.headMoved: .headMoved
        case MigrationSQLState.fenced: .fenced
        default: .database(error)
        }
    }

    /// The line is that of the error's position if it lies within the statement, else the statement's own.
    private func failure(
        of error: PostgresError, from start: Int?, step: Int, statement: SQLStatement
    ) -> MigrationFailure {
        let scalars = statement.text.unicodeScalars
        let offset = (error.position ?? 0) - 1 - (start ?? 0)
        let line =
            (0..<scalars.count + Self.closing.count).contains(offset)
            ? statement.firstLine + scalars.prefix(offset).count { $0 == "\n" } : statement.line
        return failure(of: error, step: step, line: line, statement: statement.head)
    }

    private func failure(of error: PostgresError, step: Int, line: Int?, statement: String) -> MigrationFailure {
        MigrationFailure(
            file: steps[step].file.fileName, isSeed: steps[step].isSeed, line: line, statement: statement, error: error)
    }
}
