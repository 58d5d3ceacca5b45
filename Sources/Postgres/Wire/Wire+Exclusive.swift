internal import CLibpq

extension Wire {
    /// Leaves pipeline mode and sends a whole text by the simple protocol.
    func beginExclusive(_ text: String, as step: Step) -> Bool {
        startedIdle = unsafe PQtransactionStatus(raw) == PQTRANS_IDLE
        completedStatements = 0
        guard unsafe PQexitPipelineMode(raw) == 1 else { return false }
        steps.append(step)
        return unsafe PQsendQuery(raw, text) == 1
    }

    /// - Returns: `false` when nothing more can be handed out now.
    func receiveExclusive(_ result: OpaquePointer?, _ step: Step) -> Bool {
        guard let result = unsafe result else {
            steps.removeFirst()
            unsafe PQenterPipelineMode(raw)
            finishExclusive(step)
            return !isLost
        }
        let handle = unsafe ResultHandle(owning: result)
        switch unsafe PQresultStatus(result) {
        case PGRES_COPY_IN:
            if case .copyBegin = step {
                copyIsReady()
                return false
            }
            failure = failure ?? .misuse("A script cannot COPY FROM STDIN.")
            unsafe PQputCopyEnd(raw, "not possible in a script")
            flush()
        case PGRES_COPY_OUT, PGRES_COPY_BOTH:
            // Reading the data to its end could take for ever; the connection is worth less than that.
            lose(.misuse("COPY TO STDOUT is not possible here."))
            return false
        case PGRES_FATAL_ERROR:
            let completed = completedStatements
            failure = failure ?? (unsafe PostgresError(result: result, completedStatements: completed))
        default:
            completedStatements += 1
            let rows = PostgresRows(result: handle)
            guard allows(rows) else {
                loseBroken()
                return false
            }
            success = rows
        }
        return true
    }

    private func finishExclusive(_ step: Step) {
        let rows = success
        success = nil
        if case .script = step, failure != nil, startedIdle, unsafe PQtransactionStatus(raw) == PQTRANS_INERROR {
            // The script broke a transaction of its own: it is ended before anybody hears of it.
            guard sendDiscarding("ROLLBACK"), sync(.last) else { return loseBroken() }
            return flush()
        }
        if case .copyBegin = step { failure = failure ?? .misuse("The statement is no COPY FROM STDIN.") }
        let error = failure.map(explained)
        failure = nil
        guard var command = queue.finishHead() else { return }
        if let copying {
            command = copying
            self.copying = nil
        }
        let answer: Command.Answer = if case .copyEnd = step, let rows { .rows(rows) } else { .done }
        self.answer(command, error.map { .failure($0) } ?? .success(answer))
    }
}
