internal import NIOConcurrencyHelpers

extension PostgresPool {
    /// An idle connection this old is asked for a sign of life before it is lent.
    private static let trusted: Duration = .seconds(5)

    private struct Candidate {
        let connection: PostgresConnection
        let idle: Duration
    }

    private enum Grant {
        /// A slot is held, with what lay on the shelf.
        case slot(Candidate?)
        case full
        case closed
    }

    /// A connection that is open as far as this side can know; waits in line for its slot.
    func checkOut() async throws(PostgresError) -> PostgresConnection {
        var candidate: Candidate?
        switch takeAtOnce() {
        case .closed: throw .poolClosed
        case .slot(let found): candidate = found
        case .full: candidate = try await waitInLine().map { Candidate(connection: $0, idle: .zero) }
        }
        while let found = candidate {
            if await isFit(found) { return found.connection }
            drop(found.connection)
            candidate = takeFromShelf()
        }
        return try await open()
    }

    /// Takes a connection back, and whatever state it is in.
    func checkIn(_ connection: PostgresConnection) async {
        switch connection.status.state {
        case .inTransaction, .failedTransaction: await connection.rollBack()
        case .idle, .busy, .closed: break
        }
        let now = ContinuousClock.now
        let isKept = connection.isReusable && now - connection.openedAt < configuration.maximumAge
        var isClosing = !isKept
        let waiter: Waiter? = state.withLockedValue { state in
            state.lent[connection.id] = nil
            if let waiter = state.line.give() {
                if isKept { state.lent[connection.id] = connection }
                return waiter
            }
            if state.isClosed { isClosing = true }
            if !isClosing { state.shelf.put(connection, at: now) }
            return nil
        }
        if isClosing { connection.close() }
        if let waiter { waiter.resume(returning: .success(isKept ? connection : nil)) } else { lendingMayBeOver() }
    }

    private func takeAtOnce() -> Grant {
        let now = ContinuousClock.now
        return state.withLockedValue { state in
            guard !state.isClosed else { return .closed }
            guard state.line.take() else { return .full }
            return .slot(Self.takeFromShelf(&state, at: now))
        }
    }

    private func takeFromShelf() -> Candidate? {
        let now = ContinuousClock.now
        return state.withLockedValue { Self.takeFromShelf(&$0, at: now) }
    }

    private static func takeFromShelf(_ state: inout State, at now: ContinuousClock.Instant) -> Candidate? {
        guard let (connection, idle) = state.shelf.take(at: now) else { return nil }
        state.lent[connection.id] = connection
        return Candidate(connection: connection, idle: idle)
    }

    private func isFit(_ candidate: Candidate) async -> Bool {
        let connection = candidate.connection
        guard connection.isReusable else { return false }
        guard candidate.idle > Self.trusted else { return true }
        guard ContinuousClock.now - connection.openedAt < configuration.maximumAge else { return false }
        return await connection.isAlive()
    }

    /// Closes a connection; its slot stays with whoever holds it.
    private func drop(_ connection: PostgresConnection) {
        state.withLockedValue { $0.lent[connection.id] = nil }
        connection.close()
    }

    /// Fills the slot that is held, or gives it back.
    private func open() async throws(PostgresError) -> PostgresConnection {
        let start = ContinuousClock.now
        do throws(PostgresError) {
            let connection = try await PostgresConnection.connect(to: endpoint, logger: logger)
            let isClosed = state.withLockedValue { state in
                if !state.isClosed { state.lent[connection.id] = connection }
                return state.isClosed
            }
            guard !isClosed else { throw .poolClosed }
            metrics.acquired(after: ContinuousClock.now - start)
            return connection
        } catch {
            if let waiter = state.withLockedValue({ $0.line.give() }) {
                waiter.resume(returning: .success(nil))  // the next in line tries for itself
            } else {
                lendingMayBeOver()
            }
            throw error
        }
    }
}
