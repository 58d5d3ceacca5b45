import Postgres
package import Schedules

/// A job that recurs: declared by the program, kept in one row of `job_schedules`.
package struct JobSchedule: Sendable {
    /// What becomes of ticks for which no worker was there in time, and how many of the schedule's jobs may be wanted at once.
    package enum CatchUp: Sendable, Equatable {
        /// A tick that nobody saw to within a minute is left out.
        case skip
        /// One job stands for all that were missed.
        case once
        /// A job for each, one running at a time; the newest so many (1 to 1000), while no more than that wait or run.
        case all(limit: Int)
    }

    /// `[a-z0-9-]`, at most 60; a new name is a new schedule.
    package let name: String
    package let when: CronSchedule
    package let catchUp: CatchUp
    /// Priority of its jobs: 0 is served first, 2 last.
    package let band: Int
    let kind: String
    let queue: String
    let maxAttempts: Int
    /// As JSON.
    let payload: String

    /// - Parameters:
    ///   - cron: as `CronExpression` reads it.
    ///   - timeZone: a name of the IANA database; on days when clocks change, `CronSchedule` says what comes when.
    ///   - payload: the same for each of its jobs.
    /// - Precondition: name, limit and band are within their bounds.
    /// - Throws: `CronSyntaxError`, `UnknownTimeZone`.
    package init<Payload: JobPayload>(
        _ name: String, _ cron: String, timeZone: String = "UTC", payload: Payload, catchUp: CatchUp = .once,
        band: Int = 1
    ) throws {
        precondition(
            1...60 ~= name.utf8.count
                && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 },
            "a schedule cannot be called \(name)")
        precondition(1...1_000 ~= catchUp.limit && 0...2 ~= band, "\(name) is out of bounds")
        self.name = name
        self.when = try CronSchedule(CronExpression(parsing: cron), timeZone: timeZone)
        self.catchUp = catchUp
        self.band = band
        kind = Payload.kind
        queue = Payload.queue
        maxAttempts = Payload.maxAttempts
        self.payload = PostgresJSON(payload).text
    }
}

extension JobSchedule.CatchUp {
    /// How many of its jobs may wait or run.
    var limit: Int {
        switch self {
        case .skip, .once: 1
        case .all(let limit): limit
        }
    }

    /// As its column has it.
    var name: String {
        switch self {
        case .skip: "skip"
        case .once: "once"
        case .all: "all"
        }
    }

    /// - Returns: `nil` for a policy of another version of the program.
    init?(name: String, limit: Int) {
        switch name {
        case "skip": self = .skip
        case "once": self = .once
        case "all": self = .all(limit: limit)
        default: return nil
        }
    }
}
