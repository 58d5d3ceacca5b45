/// A request to the server to stop what it is doing.
struct Interruption {
    enum Cause { case task, deadline }

    let cause: Cause
    /// The command it is meant for.
    let command: UInt64
    /// The request was delivered, or given up.
    var hasReturned = false
    var headIsFinished = false
    /// Its time to take effect is over.
    var isOverdue = false

    /// How long to wait before asking again; doubles each time.
    var pause: Duration = .milliseconds(20)

    /// How long the server has to stop before the connection is dropped.
    static let grace: Duration = .seconds(2)

    var kind: PostgresError.Kind {
        switch cause {
        case .task: .cancelled
        case .deadline: .timeout
        }
    }
}

/// When a wire has to look after its own.
struct WireDeadlines {
    /// The head of the queue must be answered by then.
    var statement: ContinuousClock.Instant?
    /// An interruption must have taken effect by then.
    var grace: ContinuousClock.Instant?
    /// The server has not stopped and is to be asked again by then.
    var again: ContinuousClock.Instant?
    /// The earliest alarm that is set with the reactor; alarms are never taken back.
    private var armed: ContinuousClock.Instant?

    /// The alarm to set now, if one is missing.
    mutating func missingAlarm() -> ContinuousClock.Instant? {
        guard let next = [statement, grace, again].compactMap(\.self).min() else { return nil }
        if let armed, armed <= next { return nil }
        armed = next
        return next
    }

    mutating func alarmRang() {
        armed = nil
    }
}
