package import Domain

/// A schedule as operators see it, never with its payload.
package struct ScheduleRecord: Sendable, Codable {
    package let name: String
    package let cron: String
    package let timeZone: String
    /// `skip`, `once`, `all`.
    package let catchUp: String
    package let kind: String
    package let queue: String
    /// `nil` when there is none for forty years, or it is retired. Does not pass while it is paused: resuming sets it anew.
    package let nextAt: Timestamp?
    /// The newest tick that was seen to, also when it got no job of its own.
    package let lastTickAt: Timestamp?
    /// The newest job, which may have been deleted since.
    package let lastJobId: Job.ID?
    /// How that stands; `nil` when it is not there.
    package let lastJobState: JobState?
    package let pausedAt: Timestamp?
    package let reason: String?
    /// Since when no program that runs declares it.
    package let retiredAt: Timestamp?

    /// No jobs until it is resumed.
    package var isPaused: Bool { pausedAt != nil }

    private enum CodingKeys: String, CodingKey {
        case name, cron, timeZone, catchUp, kind, queue, nextAt, lastTickAt, lastJobId, lastJobState, pausedAt, reason
        case retiredAt
    }

    /// Writes every member, `null` where there is nothing.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(cron, forKey: .cron)
        try container.encode(timeZone, forKey: .timeZone)
        try container.encode(catchUp, forKey: .catchUp)
        try container.encode(kind, forKey: .kind)
        try container.encode(queue, forKey: .queue)
        try container.encode(nextAt, forKey: .nextAt)
        try container.encode(lastTickAt, forKey: .lastTickAt)
        try container.encode(lastJobId, forKey: .lastJobId)
        try container.encode(lastJobState, forKey: .lastJobState)
        try container.encode(pausedAt, forKey: .pausedAt)
        try container.encode(reason, forKey: .reason)
        try container.encode(retiredAt, forKey: .retiredAt)
    }
}

/// There is no such schedule.
package struct ScheduleNotFound: Failure, Equatable {
    package init() {}

    package var explanation: Explanation { Explanation(.notFound, "not_found", "There is no such schedule.") }
}
