internal import CLibpq

/// Makes one connection: resolves the name elsewhere, then tries one address after the other until the server answers.
///
/// Each attempt may take its share of the time that is left, so that an address nobody answers at does not use it all.
@safe final class Dialer {
    let dial: Dial
    unowned let loop: ReactorLoop
    private let deadline: ContinuousClock.Instant
    /// Still to be tried; a `nil` stands for a socket directory.
    private var addresses: ArraySlice<String?> = []
    private var attemptDeadline: ContinuousClock.Instant
    private var connection: OpaquePointer?
    var socket: Int32 = -1
    var meter: MeteredSocket?

    init(_ dial: Dial, loop: ReactorLoop) {
        self.dial = dial
        self.loop = loop
        deadline = loop.now + dial.endpoint.connectTimeout
        attemptDeadline = deadline
    }

    func start() {
        precondition(Environment.isClean)
        loop.wake(dial.id, at: deadline)
        let endpoint = dial.endpoint
        if let rule = endpoint.brokenRule { return fail(.misuse(rule)) }
        if endpoint.isSocketDirectory { return dial([nil]) }
        if !endpoint.addresses.isEmpty { return dial(endpoint.addresses) }
        if Resolver.isAddress(endpoint.host) { return dial([endpoint.host]) }
        HelperThreads.resolving.run { [id = dial.id, reactor = loop.reactor, deadline] in
            guard ContinuousClock.now < deadline else { return }  // nobody waits for it any more
            reactor.submit(.resolved(id, addresses: Resolver.addresses(of: endpoint.host)))
        }
    }

    func resolved(_ addresses: [String]) {
        guard !addresses.isEmpty else { return fail(.connectionFailed(.nameNotFound)) }
        dial(addresses[...].map(Optional.some))
    }

    /// The socket is ready for the next step.
    func advance() {
        guard let connection = unsafe connection else { return }
        if let error = meterSocket() { return attemptFailed(error) }
        let step = unsafe PQconnectPoll(connection)
        meter?.move()
        let current = unsafe PQsocket(connection)  // may be another one after any step
        if let meter, !meter.feeds(current) { stopMetering() }
        socket = current
        switch step {
        case PGRES_POLLING_READING: loop.poller.watch(current, for: dial.id, output: false)
        case PGRES_POLLING_WRITING: loop.poller.watch(current, for: dial.id, input: false, output: true)
        case PGRES_POLLING_OK: unsafe finish(connection)
        default: attemptFailed(unsafe ConnectReport(connection).error)
        }
    }

    func alarmRang() {
        if loop.now >= deadline {
            fail(.connectionFailed(.timedOut))
        } else if unsafe connection != nil, loop.now >= attemptDeadline {
            attemptFailed(.connectionFailed(.timedOut))
        }
    }

    /// Gives up. Never called after the connection was handed on: the loop has forgotten the dialer by then.
    func fail(_ error: PostgresError) {
        closeAttempt()
        loop.forget(dial.id)
        dial.completion(.failure(error))
    }

    private func dial(_ addresses: [String?]) {
        self.addresses = addresses[...]
        tryNext()
    }

    private func tryNext() {
        let share = (deadline - loop.now) / max(1, addresses.count)
        guard let address = addresses.popFirst() else { return }
        attemptDeadline = min(deadline, loop.now + share)
        if attemptDeadline < deadline { loop.wake(dial.id, at: attemptDeadline) }
        let parameters = dial.endpoint.parameters(dialing: address)
        guard let connection = unsafe ParameterList(parameters).start() else {
            return fail(.connectionFailed(.unreachable, "out of memory"))
        }
        unsafe self.connection = connection
        // Verbose, because the error code of a refused sign-in is to be had from the text alone.
        unsafe PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
        guard unsafe PQstatus(connection) != CONNECTION_BAD else {
            return attemptFailed(unsafe ConnectReport(connection).error)
        }
        socket = unsafe PQsocket(connection)
        loop.poller.watch(socket, for: dial.id, input: false, output: true)
    }

    private func attemptFailed(_ error: PostgresError) {
        closeAttempt()
        if error.connectFailure == .refused || addresses.isEmpty { return fail(error) }
        tryNext()
    }

    private func closeAttempt() {
        guard let connection = unsafe connection else { return }
        if socket >= 0 { loop.poller.ignore(socket) }
        socket = -1
        unsafe PQfinish(connection)
        unsafe self.connection = nil
        stopMetering()
    }

    private func finish(_ raw: OpaquePointer) {
        unsafe connection = nil
        let wire = unsafe Wire(owning: raw, dial: dial, meter: meter, loop: loop)
        loop.replace(self, with: wire)
        dial.completion(.success(wire.handle()))
    }
}
