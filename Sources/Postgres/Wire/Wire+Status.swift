internal import CLibpq

extension Wire {
    /// The head of the queue is answered: the next one's time begins, and a request to cancel has lost its aim.
    func headIsFinished() {
        deadlines.statement = nil
        meter?.beginAnswer()
        interruption?.headIsFinished = true
        endInterruption()
        if queue.head != nil { return startClock() }
        status.state =
            switch unsafe PQtransactionStatus(raw) {
            case PQTRANS_IDLE: .idle
            case PQTRANS_INTRANS: .inTransaction
            case PQTRANS_INERROR: .failedTransaction
            case PQTRANS_ACTIVE: .busy
            default: .closed
            }
    }

    /// Answers at once whether the server still is there, as far as this side can know without asking it.
    func probe(_ command: Command) {
        read()
        command.finish(isLost ? .failure(.connectionLost(isUnsent: true)) : .success(.done))
    }
}
