import Domain
package import Logging
import Postgres
import ServiceLifecycle
package import Tenancy

/// Promises the jobs that recur.
///
/// Every worker runs one, and none leads: whose time has come stands in `job_schedules`, and whoever locks the row promises
/// its job and moves it on in one transaction. A process that dies before the commit has done nothing, one that dies after it
/// has left a job that the relay makes known. Which time it is, the master database says: it being away delays ticks, and a
/// clock put back makes none twice.
package struct JobScheduler: Service {
    /// How often things are looked at.
    struct Pace: Sendable {
        /// Between two looks for what is due.
        var look = Duration.seconds(1)
        /// Between two comparisons with what is declared.
        var keep = Duration.seconds(60)
        /// A row that nobody has declared as it stands for so long may be changed or retired by others.
        var silence = Duration.seconds(600)
    }

    let schedules: [JobSchedule]
    let master: Database<Master>
    let queue: JobQueue
    let logger: Logger
    var pace = Pace()

    /// - Precondition: no two schedules have one name.
    package init(_ schedules: [JobSchedule], master: Database<Master>, queue: JobQueue, logger: Logger) {
        precondition(Set(schedules.map(\.name)).count == schedules.count, "two schedules have one name")
        self.schedules = schedules
        self.master = master
        self.queue = queue
        self.logger = logger
    }

    package func run() async throws {
        var isStart = true
        var writeAt = ContinuousClock.now
        for await _ in Ticks(every: pace.look).cancelOnGracefulShutdown() {
            do {
                if writeAt <= .now {
                    try await declare(isStart: isStart)
                    (isStart, writeAt) = (false, .now + pace.keep)
                }
                try await tick()
            } catch  where !Task.isCancelled {
                logger.notice("schedules not looked at", metadata: ["error": "\(error)"])
            } catch { return }
        }
    }

    /// Brings the table in line with the program; see ``ScheduleDeclarations``.
    func declare(isStart: Bool) async throws {
        let declarations = ScheduleDeclarations(
            schedules: schedules, silence: pace.silence, master: master, logger: logger)
        try await declarations.write(isStart: isStart) { name, master in
            _ = try await tick(name, on: master)  // the relay makes the job known
        }
    }

    /// Promises the jobs of all declared schedules whose time has come, each in a transaction of its own: one that fails does
    /// not keep the others from theirs.
    ///
    /// - Returns: the jobs that are new.
    /// - Throws: the last error, after all were tried.
    @discardableResult
    func tick() async throws -> [PromisedJob] {
        var (promised, failure) = ([PromisedJob](), (any Error)?.none)
        for name in try await ScheduleQueries.due(schedules.map(\.name), on: master.reading) {
            do { promised += try await master.transaction { try await tick(name, on: $0) } } catch { failure = error }
        }
        if !promised.isEmpty { await queue.publish(promised) }
        if let failure { throw failure }
        return promised
    }

    private func tick(_ name: String, on master: Session<Master>) async throws -> [PromisedJob] {
        guard let due = try await ScheduleQueries.lock(name, on: master) else { return [] }
        guard let plan = due.plan else {
            logger.info("schedule cannot be read by this version", metadata: ["schedule": "\(name)"])
            return []
        }
        let made = try await ScheduleQueries.enqueue(plan.ticks, of: name, on: master)
        try await ScheduleQueries.advance(name, by: plan, lastJob: made.last?.id, on: master)
        logger.info("schedule ticked", metadata: ["schedule": "\(name)", "jobs": "\(made.map(\.id))"])
        if plan.leavesOut(from: due.nextAt) || made.count < plan.ticks.count {
            logger.notice(
                "ticks of a schedule have no job of their own",
                metadata: [
                    "schedule": "\(name)", "since": "\(due.nextAt)", "until": "\(plan.newest)",
                    "catchUp": "\(due.catchUp)", "jobs": "\(made.count)",
                ])
        }
        return made.map { PromisedJob(entry: $0, isNew: true) }
    }
}
