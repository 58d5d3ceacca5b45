internal import CLibpq
internal import DequeModule

/// One open connection, driven by its reactor's thread alone.
///
/// It rests in libpq's pipeline mode, so that preparing and executing are one flush; scripts and copies leave that mode
/// for as long as they run. What the server still owes is the queue `steps`, in order.
@safe final class Wire {
    /// One answer libpq is going to hand out.
    enum Step {
        enum Boundary { case inner, part, last }

        case prepare(StatementShape)
        case execute
        /// Like `execute`, of no interest to anybody.
        case discard
        /// The end of a statement, of one statement of a batch, or of housekeeping before it.
        case sync(Boundary)
        case script, copyBegin, copyEnd
    }

    let id: UInt64
    let raw: OpaquePointer
    unowned let loop: ReactorLoop
    let status = ConnectionStatus()
    let endpoint: PostgresEndpoint
    let cancelRequest: CancelRequest?
    /// What stands between this connection and a server whose answers are bounded.
    let meter: MeteredSocket?

    var queue: CommandQueue<Command>
    var steps = Deque<Step>()
    var cache = StatementCache(capacity: 200)
    /// Prepared statements out of use, to be freed with the next statement.
    var staleNames: [String] = []
    /// What the head of the queue has been answered so far.
    var success: PostgresRows?
    var failure: PostgresError?
    var batch: [Result<PostgresRows, PostgresError>] = []
    var completedStatements = 0
    /// A script found no transaction open, so one it leaves broken is rolled back.
    var startedIdle = false

    /// The part of a copy under way that somebody waits for.
    var copying: Command?
    var interruption: Interruption?
    var deadlines = WireDeadlines()
    var subscriptions: [Subscription] = []
    /// What the server said before it closes an idle connection.
    var farewell: PostgresError?
    var wantsToWrite = false
    var isLost = false

    /// Takes the connection over, just opened.
    init(owning raw: OpaquePointer, dial: Dial, meter: MeteredSocket?, loop: ReactorLoop) {
        id = dial.id
        unsafe self.raw = raw
        self.loop = loop
        self.meter = meter
        endpoint = dial.endpoint
        queue = CommandQueue(depth: dial.depth) { $0.isExclusive }
        cancelRequest = unsafe CancelRequest(for: raw)
        unsafe PQsetErrorVerbosity(raw, PQERRORS_DEFAULT)
        unsafe PQsetnonblocking(raw, 1)
        unsafe PQenterPipelineMode(raw)
        // The wire outlives the connection it owns, so the unretained reference is never dangling.
        unsafe PQsetNoticeReceiver(raw, Wire.receiveNotice, Unmanaged.passUnretained(self).toOpaque())
        loop.poller.watch(unsafe PQsocket(raw), for: id, output: false)
    }

    /// What the rest of the process holds.
    func handle() -> PostgresConnection {
        PostgresConnection(
            id: id, reactor: loop.reactor, status: status, endpoint: endpoint,
            serverVersion: unsafe Int(PQserverVersion(raw)), isEncrypted: unsafe PQsslInUse(raw) != 0,
            processID: unsafe PQbackendPID(raw))
    }

    func perform(_ command: Command) {
        switch command.work {
        case .copyData, .copyEnd: continueCopy(command)
        case .probe: probe(command)
        default:
            queue.add(command)
            pump()
        }
    }

    func socketIsReady(_ event: Poller.Event) {
        guard let meter else {
            if event.isWritable { flush() }
            if event.isReadable { read() }
            return
        }
        // Any of its three sockets: moving what there is and looking for answers is right for each.
        meter.move()
        if meter.isOverrun { return lose(.resultTooLarge("more bytes than allowed")) }
        if wantsToWrite { flush() }
        read()
    }

    /// Ends the connection; everybody who waits hears why. A statement that was never sent says so.
    func lose(_ error: PostgresError) {
        guard !isLost else { return }
        isLost = true
        status.state = .closed
        loop.poller.ignore(unsafe PQsocket(raw))
        loop.forget(id)
        unsafe PQfinish(raw)
        meter?.close()

        let (sent, waiting) = queue.removeAll()
        copying?.finish(.failure(error))
        copying = nil
        for command in sent { command.finish(.failure(error)) }
        for command in waiting { command.finish(.failure(.connectionLost(error.serverMessage, isUnsent: true))) }
        for subscription in subscriptions { subscription.end(with: error) }
        subscriptions = []
    }

    /// libpq reports the connection broken, in its own words.
    func loseBroken() {
        guard !isLost else { return }
        let message = unsafe PQerrorMessage(raw).map { text in unsafe String(cString: text) }
        if let interruption, interruption.isOverdue {
            lose(PostgresError(interruption.kind, .init(message: message)))
        } else if let failure, failure.kind != .server {
            lose(failure)  // the server said why before it went, or broke a rule
        } else {
            lose(.connectionLost(message))
        }
    }
}
