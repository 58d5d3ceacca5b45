/// What goes wrong.
enum Fault: String, CaseIterable, Sendable {
    case killWorker = "worker killed (SIGKILL)"
    case freezeWorker = "worker frozen for longer than its leases last"
    case stopWorker = "worker stopped (SIGTERM) and replaced"
    case cutConnections = "connections of a worker cut"
    case cutMidway = "connection of a worker cut in the middle of its bytes"
    case losePostgres = "network between a worker and PostgreSQL silent"
    case loseRedis = "network between a worker and Redis silent"
    case killRedis = "Redis killed, started from its log"
    case flushRedis = "Redis flushed"
    case restoreRedis = "Redis killed, started from an older copy"
    case suspendRedis = "Redis hangs"
    case killPostgres = "PostgreSQL killed and started"
    case stopPostgres = "PostgreSQL stopped for a while"

    /// How often, compared with others.
    var weight: Int {
        switch self {
        case .killWorker: 5
        case .freezeWorker: 3
        case .stopWorker, .cutConnections, .flushRedis, .killRedis: 2
        case .cutMidway: 4
        case .losePostgres, .loseRedis, .restoreRedis, .suspendRedis, .killPostgres, .stopPostgres: 1
        }
    }

    /// Strikes one worker; the others strike all.
    var isOnWorker: Bool {
        switch self {
        case .killWorker, .freezeWorker, .stopWorker, .cutConnections, .cutMidway, .losePostgres, .loseRedis: true
        case .killRedis, .flushRedis, .restoreRedis, .suspendRedis, .killPostgres, .stopPostgres: false
        }
    }

    /// What the struck worker was at has to go on elsewhere, or there once it can.
    var stopsJobs: Bool { isOnWorker && self != .cutConnections && self != .cutMidway }
}

/// One fault of a plan, with the numbers it is dealt with by.
struct PlannedFault: Sendable {
    let fault: Fault
    /// 0 to 1: how long it lasts, of what it may.
    let length: Double
    /// For whatever else is left to chance.
    let dice: UInt64
    /// Until the next one.
    let pause: Duration
}

extension PlannedFault {
    /// So many faults, drawn by their weights; the first ones are one of each, as far as they go.
    static func plan(_ count: Int, of faults: [Fault], using random: inout some RandomNumberGenerator) -> [PlannedFault]
    {
        let drawn = faults.flatMap { Array(repeating: $0, count: $0.weight) }
        let first = faults.shuffled(using: &random)
        return (0..<count).map { number in
            PlannedFault(
                fault: number < first.count ? first[number] : drawn[Int.random(in: 0..<drawn.count, using: &random)],
                length: Double.random(in: 0...1, using: &random),
                dice: UInt64.random(in: 0...UInt64.max, using: &random),
                pause: .milliseconds(Int.random(in: 50...700, using: &random)))
        }
    }
}
