internal import NIOConcurrencyHelpers
internal import Synchronization

/// A few connections whose statements come from many callers at once, each sent without waiting for the one before.
///
/// Each statement has a Sync of its own, so that an error is its own caller's alone. Connections are opened when first
/// needed and again after they broke.
final class SharedReaders: PostgresSession {
    private typealias Waiter = CheckedContinuation<Result<PostgresConnection, PostgresError>, Never>

    private enum Slot {
        case vacant
        case dialing([UInt64: Waiter])
        case open(PostgresConnection)
        case closed
    }

    /// Statements sent on one connection before the first is answered; more wait in this process.
    private static let depth = 256

    private let endpoint: PostgresEndpoint
    private let slots: NIOLockedValueBox<[Slot]>
    private let count: Int
    private let turn = Atomic<Int>(0)

    init(endpoint: PostgresEndpoint, count: Int) {
        self.endpoint = endpoint
        self.count = count
        slots = NIOLockedValueBox(Array(repeating: .vacant, count: count))
    }

    func query(_ sql: SQL) async throws(PostgresError) -> PostgresRows {
        let turn = turn.wrappingAdd(1, ordering: .relaxed).newValue
        let index = Int(UInt(bitPattern: turn) % UInt(count))
        do {
            return try await connection(index).query(sql)
        } catch {
            // The connection was found closed and nothing was sent: a fresh one is no repetition.
            guard error.isUnsent, !Task.isCancelled else { throw error }
            return try await connection(index).query(sql)
        }
    }

    func close() {
        let old = slots.withLockedValue { slots in
            defer { slots = slots.map { _ in .closed } }
            return slots
        }
        for slot in old {
            switch slot {
            case .open(let connection): connection.close()
            case .dialing(let waiters): for waiter in waiters.values { waiter.resume(returning: .failure(.poolClosed)) }
            case .vacant, .closed: break
            }
        }
    }

    private func connection(_ index: Int) async throws(PostgresError) -> PostgresConnection {
        if case .open(let connection) = slots.withLockedValue({ $0[index] }), connection.status.state != .closed {
            return connection
        }
        let ticket = PostgresReactor.uniqueNumber()
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { (waiter: Waiter) in
                wait(waiter, as: ticket, for: index)
                if Task.isCancelled { leave(ticket, index) }  // cancelled before there was anything to leave
            }
        } onCancel: {
            leave(ticket, index)
        }.get()
    }

    /// The first to find a slot without connection opens it, for all who come meanwhile.
    private func wait(_ waiter: Waiter, as ticket: UInt64, for index: Int) {
        enum Step { case dial, wait, answer(Result<PostgresConnection, PostgresError>) }
        let step: Step = slots.withLockedValue { slots in
            switch slots[index] {
            case .closed: return .answer(.failure(.poolClosed))
            case .open(let connection) where connection.status.state != .closed: return .answer(.success(connection))
            case .dialing(var waiters):
                waiters[ticket] = waiter
                slots[index] = .dialing(waiters)
                return .wait
            case .vacant, .open:
                slots[index] = .dialing([ticket: waiter])
                return .dial
            }
        }
        switch step {
        case .wait: break
        case .answer(let result): waiter.resume(returning: result)
        case .dial: PostgresConnection.dial(endpoint, depth: Self.depth) { [weak self] in self?.dialed(index, $0) }
        }
    }

    private func dialed(_ index: Int, _ result: Result<PostgresConnection, PostgresError>) {
        let waiters: [Waiter] = slots.withLockedValue { slots in
            guard case .dialing(let waiters) = slots[index] else { return [] }  // closed meanwhile
            slots[index] = if case .success(let connection) = result { .open(connection) } else { .vacant }
            return Array(waiters.values)
        }
        for waiter in waiters { waiter.resume(returning: result) }
    }

    private func leave(_ ticket: UInt64, _ index: Int) {
        let waiter: Waiter? = slots.withLockedValue { slots in
            guard case .dialing(var waiters) = slots[index] else { return nil }
            defer { slots[index] = .dialing(waiters) }
            return waiters.removeValue(forKey: ticket)
        }
        waiter?.resume(returning: .failure(.cancelled))
    }
}
