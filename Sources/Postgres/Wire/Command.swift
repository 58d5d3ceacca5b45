/// Something a connection is asked to do, and who waits for it.
struct Command: Sendable, Identifiable {
    enum Work: Sendable {
        case statement(BoundStatement)
        /// Sent together, each a transaction of its own unless one is open.
        case batch([BoundStatement])
        case script(String, onNotice: @Sendable (PostgresNotice) -> Void)
        /// Answered when the server is ready for data; the connection then takes `copyData` and `copyEnd` only.
        case copyBegin(String)
        case copyData([UInt8])
        /// With a reason the copy is given up instead of finished.
        case copyEnd(abandoning: String?)
        /// Answered at once: whether the server has closed its side.
        case probe
    }

    enum Answer: Sendable {
        case rows(PostgresRows)
        case batch([Result<PostgresRows, PostgresError>])
        case done
    }

    typealias Reply = CheckedContinuation<Result<Answer, PostgresError>, Never>

    let id: UInt64
    let work: Work
    /// `nil` once answered, and for work nobody waits for.
    var reply: Reply?
    /// It was sent again after a stale plan; that happens once.
    var isRepeated = false

    /// Only for a copy of the command that is then let go: a reply is given once.
    func finish(_ result: Result<Answer, PostgresError>) {
        reply?.resume(returning: result)
    }

    /// It needs the connection for itself, outside of pipeline mode.
    var isExclusive: Bool {
        switch work {
        case .script, .copyBegin: true
        default: false
        }
    }
}
