internal import CLibpq

extension Wire {
    /// Takes what the socket has and hands out every answer that is complete.
    func read() {
        guard !isLost else { return }
        let isAlive = unsafe PQconsumeInput(raw) == 1
        drain()
        guard !isLost else { return }
        deliverNotifications()
        if let farewell { return lose(farewell) }
        guard isAlive, unsafe PQstatus(raw) == CONNECTION_OK else { return loseBroken() }
        pump()
        // A reply larger than a socket buffer may have left room to write.
        if wantsToWrite { flush() }
    }

    private func drain() {
        while !isLost, let step = steps.first, unsafe PQisBusy(raw) == 0 {
            let result = unsafe PQgetResult(raw)
            switch step {
            case .script, .copyBegin, .copyEnd:
                if !(unsafe receiveExclusive(result, step)) { return }
            default:
                guard unsafe receive(result, step) else { return loseBroken() }
            }
        }
    }

    /// - Returns: `false` when the answer makes no sense and the connection is not to be trusted any more.
    private func receive(_ result: OpaquePointer?, _ step: Step) -> Bool {
        guard let result = unsafe result else {
            if case .sync = step { return false }
            steps.removeFirst()
            return true
        }
        let kind = unsafe PQresultStatus(result)
        switch (step, kind) {
        case (.sync(let boundary), PGRES_PIPELINE_SYNC):
            unsafe PQclear(result)
            steps.removeFirst()
            reached(boundary)
        case (.execute, PGRES_TUPLES_OK), (.execute, PGRES_COMMAND_OK), (.execute, PGRES_EMPTY_QUERY):
            let rows = unsafe PostgresRows(result: ResultHandle(owning: result))
            guard allows(rows) else { return false }
            success = rows
        case (.discard, _), (_, PGRES_PIPELINE_ABORTED), (.prepare, PGRES_COMMAND_OK):
            unsafe PQclear(result)
        case (_, PGRES_FATAL_ERROR):
            if case .prepare(let shape) = step { _ = cache.remove(shape) }
            failure = failure ?? (unsafe PostgresError(result: result))
            unsafe PQclear(result)
        default:
            unsafe PQclear(result)
            failure = failure ?? .misuse("COPY is not possible as a statement.")
            return false
        }
        return true
    }

    /// - Returns: `false`, with the failure set, when there are more than the endpoint allows.
    func allows(_ rows: PostgresRows) -> Bool {
        guard let limit = endpoint.resultLimit, rows.count > limit.rows else { return true }
        failure = .resultTooLarge("more rows than allowed")
        return false
    }

    private func reached(_ boundary: Step.Boundary) {
        switch boundary {
        case .inner: (success, failure) = (nil, nil)
        case .part:
            batch.append(outcome())
            meter?.beginAnswer()
            startClock()
        case .last:
            let outcome = outcome()
            guard let command = queue.finishHead() else { return }
            if case .batch = command.work {
                answer(command, .success(.batch(batch + [outcome])))
                batch = []
            } else if !repeatIfStale(command, outcome) {
                answer(command, outcome.map { .rows($0) })
            }
        }
    }

    /// What the current statement came to; starts the next one clean.
    func outcome() -> Result<PostgresRows, PostgresError> {
        defer { (success, failure) = (nil, nil) }
        if let failure { return .failure(explained(failure)) }
        guard let success else { return .failure(.connectionLost("The server did not answer the statement.")) }
        return .success(success)
    }

    /// A plan gone stale (the table changed, or somebody dropped what was prepared) is made anew, once, unless a
    /// transaction is open, which is broken then. On a shared connection there is none.
    private func repeatIfStale(_ command: Command, _ outcome: Result<PostgresRows, PostgresError>) -> Bool {
        guard case .failure(let error) = outcome, case .statement(let statement) = command.work else { return false }
        if error.sqlState == "57014", interruption != nil, error.kind == .server, !command.isRepeated {
            return repeated(command)  // hit by the request to cancel another one
        }
        guard error.sqlState == "0A000" || error.sqlState == "26000", statement.isRecurring else { return false }
        if let name = cache.remove(statement.shape), error.sqlState == "0A000" { staleNames.append(name) }
        guard !command.isRepeated else { return false }
        guard unsafe queue.depth > 1 || PQtransactionStatus(raw) == PQTRANS_IDLE else { return false }
        return repeated(command)
    }

    private func repeated(_ command: Command) -> Bool {
        var command = command
        command.isRepeated = true
        queue.sendAgain(command)
        headIsFinished()
        return true
    }

    /// Answers a command that has left the queue.
    func answer(_ command: Command, _ result: Result<Command.Answer, PostgresError>) {
        headIsFinished()
        loop.answer(command, result)
    }
}
