import Domain
import Foundation
import Schedules

/// What is done about a schedule whose time has come: decided without a database and without a clock.
struct TickPlan: Equatable {
    /// Those that get a job, oldest first.
    let ticks: [Timestamp]
    /// The newest that was due.
    let newest: Timestamp
    /// What comes after them; `nil` for never.
    let next: Timestamp?

    /// Later than this a tick counts as missed.
    static let grace: Double = 60

    /// - Parameters:
    ///   - first: the tick that has been due longest; needs not be one of the expression's own.
    ///   - now: not before `first`, by the clock that decides.
    init(_ when: CronSchedule, _ catchUp: JobSchedule.CatchUp, from first: Timestamp, at now: Timestamp) {
        let due = Self.newest(catchUp.limit, of: when, from: first, through: now)
        newest = due.last ?? first
        next = when.next(after: now)
        let isMissed = now.rawValue.timeIntervalSince(newest.rawValue) > Self.grace
        ticks = catchUp == .skip && isMissed ? [] : due
    }

    /// Whether something was due that gets no job.
    func leavesOut(from first: Timestamp) -> Bool { ticks.first != first }

    /// The newest ticks, oldest first: looks back over an hour, then over twice as long, so that a minute's rhythm after a
    /// year's rest costs no more than its last hour.
    private static func newest(
        _ limit: Int, of when: CronSchedule, from first: Timestamp, through end: Timestamp
    ) -> [Timestamp] {
        var span = 3_600.0
        while true {
            let start = max(first, Timestamp(end.rawValue.addingTimeInterval(-span)))
            var ticks = start == first ? [first] : []
            while let next = when.next(after: ticks.last ?? start), next <= end { ticks.append(next) }
            if ticks.count >= limit || start == first { return Array(ticks.suffix(limit)) }
            span *= 2
        }
    }
}
