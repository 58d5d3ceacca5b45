/// The state behind one reactor; made on its thread and never seen by another.
final class ReactorLoop {
    private enum Entry {
        case dialing(Dialer)
        case connected(Wire)
    }

    enum Alarm {
        case owner(UInt64)
        case reminder(@Sendable () -> Void)
    }

    let reactor: PostgresReactor
    var poller: Poller { reactor.poller }
    /// The time this round began.
    private(set) var now = ContinuousClock.now
    private var entries: [UInt64: Entry] = [:]
    private var alarms = DeadlineQueue<Alarm>()
    private var answers: [(command: Command, result: Result<Command.Answer, PostgresError>)] = []

    init(reactor: PostgresReactor) {
        self.reactor = reactor
    }

    func run() -> Never {
        var orders: [Order] = []
        var events: [Poller.Event] = []
        while true {
            reactor.takeOrders(into: &orders)
            poller.wait(milliseconds: orders.isEmpty ? untilNextAlarm() : 0, into: &events)
            now = ContinuousClock.now
            // Events first: a statement is not sent to a server whose farewell has arrived.
            for event in events { handle(event) }
            for order in orders { carryOut(order) }
            orders.removeAll(keepingCapacity: true)
            while let alarm = alarms.popDue(at: now) { handle(alarm) }
            for answer in answers { answer.command.finish(answer.result) }
            answers.removeAll(keepingCapacity: true)
        }
    }

    func wake(_ owner: UInt64, at deadline: ContinuousClock.Instant) {
        alarms.add(.owner(owner), at: deadline)
    }

    /// Answers at the end of this round: waking tasks all at once costs fewer wake-ups than one by one between reads.
    func answer(_ command: Command, _ result: Result<Command.Answer, PostgresError>) {
        answers.append((command, result))
    }

    func replace(_ dialer: Dialer, with wire: Wire) {
        entries[dialer.dial.id] = .connected(wire)
    }

    func forget(_ owner: UInt64) {
        entries[owner] = nil
    }

    private func untilNextAlarm() -> Int32 {
        guard let earliest = alarms.earliest else { return -1 }
        let (seconds, attoseconds) = (earliest - ContinuousClock.now).components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000 + 1  // never early
        return Int32(clamping: max(0, milliseconds))
    }

    private func handle(_ event: Poller.Event) {
        switch entries[event.owner] {
        case .connected(let wire): wire.socketIsReady(event)
        case .dialing(let dialer): dialer.advance()
        case nil: break
        }
    }

    private func handle(_ alarm: Alarm) {
        switch alarm {
        case .reminder(let action): action()
        case .owner(let owner):
            switch entries[owner] {
            case .connected(let wire): wire.alarmRang()
            case .dialing(let dialer): dialer.alarmRang()
            case nil: break
            }
        }
    }

    private func carryOut(_ order: Order) {
        switch order {
        case .dial(let dial):
            let dialer = Dialer(dial, loop: self)
            entries[dial.id] = .dialing(dialer)
            dialer.start()
        case .resolved(let id, let addresses):
            if case .dialing(let dialer) = entries[id] { dialer.resolved(addresses) }
        case .perform(let id, let command):
            guard case .connected(let wire) = entries[id] else {
                return command.finish(.failure(.connectionLost(isUnsent: true)))
            }
            wire.perform(command)
        case .cancel(let id, let command): wire(id)?.cancel(command)
        case .cancelReturned(let id): wire(id)?.cancelReturned()
        case .subscribe(let id, let subscription):
            guard let wire = wire(id) else { return subscription.end(with: .connectionLost(isUnsent: true)) }
            wire.add(subscription)
        case .unsubscribe(let id, let subscription): wire(id)?.removeSubscription(subscription)
        case .close(let id):
            switch entries[id] {
            case .connected(let wire): wire.lose(.connectionLost())
            case .dialing(let dialer): dialer.fail(.cancelled)
            case nil: break
            }
        case .remind(let deadline, let action): alarms.add(.reminder(action), at: deadline)
        }
    }

    private func wire(_ id: UInt64) -> Wire? {
        if case .connected(let wire) = entries[id] { wire } else { nil }
    }
}
