internal import CLibpq

extension Wire {
    /// Sends whatever may be sent now.
    func pump() {
        guard !isLost else { return }
        let wasIdle = steps.isEmpty
        while let command = queue.next() {
            guard send(command) else { return }
        }
        guard !steps.isEmpty else { return }
        status.state = .busy
        if wasIdle { startClock() }
        flush()
    }

    /// - Returns: `false` when the connection broke over it.
    private func send(_ command: Command) -> Bool {
        let isSent =
            switch command.work {
            case .statement(let statement): enqueue(statement, end: .last)
            case .batch(let statements): enqueue(statements)
            case .script(let text, _): beginExclusive(text, as: .script)
            case .copyBegin(let text): beginExclusive(text, as: .copyBegin)
            case .copyData, .copyEnd, .probe: true  // never queued
            }
        if !isSent { loseBroken() }
        return isSent
    }

    private func enqueue(_ statements: [BoundStatement]) -> Bool {
        for (index, statement) in statements.enumerated() {
            guard enqueue(statement, end: index == statements.count - 1 ? .last : .part) else { return false }
        }
        return true
    }

    private func enqueue(_ statement: BoundStatement, end: Step.Boundary) -> Bool {
        guard statement.isRecurring, !endpoint.isTransactionPooled else {
            return executeUnnamed(statement) && sync(end)
        }
        if let name = cache.name(of: statement.shape) { return execute(name, statement) && sync(end) }
        let (name, replaced) = cache.add(statement.shape)
        if let replaced { staleNames.append(replaced) }
        while let stale = staleNames.popLast() {
            guard deallocate(stale) else { return false }
        }
        return prepare(name, statement) && execute(name, statement) && sync(end)
    }

    private func prepare(_ name: String, _ statement: BoundStatement) -> Bool {
        let shape = statement.shape
        steps.append(.prepare(shape))
        return unsafe PQsendPrepare(raw, name, shape.text, Int32(shape.types.count), shape.types) == 1
    }

    private func execute(_ name: String, _ statement: BoundStatement) -> Bool {
        steps.append(.execute)
        return unsafe statement.withArguments { values, lengths, formats in
            unsafe PQsendQueryPrepared(raw, name, Int32(statement.slots.count), values, lengths, formats, 1)
        } == 1
    }

    private func executeUnnamed(_ statement: BoundStatement) -> Bool {
        steps.append(.execute)
        let shape = statement.shape
        return unsafe statement.withArguments { values, lengths, formats in
            unsafe PQsendQueryParams(
                raw, shape.text, Int32(shape.types.count), shape.types, values, lengths, formats, 1)
        } == 1
    }

    /// Frees a prepared statement ahead of the next one. That it fails in a failed transaction does not matter.
    private func deallocate(_ name: String) -> Bool {
        sendDiscarding("DEALLOCATE \(name)") && sync(.inner)
    }

    func sendDiscarding(_ text: String) -> Bool {
        steps.append(.discard)
        return unsafe PQsendQueryParams(raw, text, 0, nil, nil, nil, nil, 0) == 1
    }

    func sync(_ boundary: Step.Boundary) -> Bool {
        steps.append(.sync(boundary))
        return unsafe PQpipelineSync(raw) == 1
    }

    /// Hands libpq's buffer to the socket; the rest goes when there is room.
    func flush() {
        guard !isLost else { return }
        let rest = unsafe PQflush(raw)
        meter?.move()
        guard rest >= 0 else {
            // What the server said before it closed its side is still to be read.
            return read()
        }
        if (rest == 1) != wantsToWrite {
            wantsToWrite = rest == 1
            loop.poller.watch(unsafe PQsocket(raw), for: id, output: wantsToWrite)
        }
        if rest == 0 { copyDataIsSent() }
    }
}
