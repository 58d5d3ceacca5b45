extension Wire {
    /// The task behind a command was cancelled.
    func cancel(_ id: UInt64) {
        if let command = queue.removeWaiting(id) { return command.finish(.failure(.cancelled)) }
        if queue.depth > 1 {
            // A request to cancel could hit a neighbour: the caller leaves, the answer will interest nobody.
            queue.changeSent(id) { command in
                command.finish(.failure(.cancelled))
                command.reply = nil
            }
        } else if queue.head?.id == id || copying?.id == id {
            interrupt(.task)
        }
    }

    /// The request is delivered from another thread. Nothing is sent until it has returned, so that it hits nothing
    /// else.
    private func interrupt(_ cause: Interruption.Cause) {
        guard interruption == nil, let head = queue.head else { return }
        interruption = Interruption(cause: cause, command: head.id)
        queue.isHeld = true
        deadlines.statement = nil
        deadlines.grace = loop.now + Interruption.grace
        setAlarm()
        sendCancelRequest()
    }

    private func sendCancelRequest() {
        interruption?.hasReturned = false
        let threads = meter == nil ? HelperThreads.cancelling : HelperThreads.cancellingElsewhere
        threads.run { [cancelRequest, id, reactor = loop.reactor] in
            cancelRequest?.send()
            reactor.submit(.cancelReturned(id))
        }
    }

    /// A server that had not begun the statement ignores the request, and a batch goes on with its next: so it is
    /// repeated until the head is answered or the grace is over.
    func cancelReturned() {
        guard let current = interruption else { return }
        interruption?.hasReturned = true
        if !current.headIsFinished {
            deadlines.again = loop.now + current.pause
            interruption?.pause = current.pause * 2
            setAlarm()
        }
        endInterruption()
        pump()
    }

    /// Over when the request has returned and what it was meant for is answered.
    func endInterruption() {
        guard let current = interruption, current.hasReturned, current.headIsFinished else { return }
        interruption = nil
        queue.isHeld = false
        deadlines.grace = nil
        deadlines.again = nil
    }

    /// The head's time begins.
    func startClock() {
        guard let limit = endpoint.statementTimeout, interruption == nil else { return }
        deadlines.statement = loop.now + limit
        setAlarm()
    }

    func alarmRang() {
        deadlines.alarmRang()
        if let grace = deadlines.grace, grace <= loop.now {
            interruption?.isOverdue = true
            return loseBroken()
        }
        if let again = deadlines.again, again <= loop.now {
            deadlines.again = nil
            sendCancelRequest()
        }
        if let statement = deadlines.statement, statement <= loop.now { interrupt(.deadline) }
        setAlarm()
    }

    /// Says whether it was this side that stopped a statement, and why.
    func explained(_ error: PostgresError) -> PostgresError {
        guard error.sqlState == "57014", let interruption, interruption.command == queue.head?.id else { return error }
        return error.with(interruption.kind)
    }

    private func setAlarm() {
        if let alarm = deadlines.missingAlarm() { loop.wake(id, at: alarm) }
    }
}
