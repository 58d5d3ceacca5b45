import Domain

/// How much there is in a queue. Encodes to the queue of `/api/admin/queues`.
package struct QueueStanding: Sendable, Codable, Equatable {
    package let name: String
    package var isPaused: Bool
    package let queued: Int
    package let scheduled: Int
    package let running: Int
    package let retrying: Int
    package let actionRequired: Int
    /// Dead letters: kept until somebody acts.
    package let failed: Int
    /// How long the job that has been due longest has been due; `nil` when none is.
    package let oldestWaitingSeconds: Double?
    /// Living workers that serve it.
    package let workers: Int

    private enum CodingKeys: String, CodingKey {
        case name, isPaused, queued, scheduled, running, retrying, actionRequired, failed, oldestWaitingSeconds, workers
    }

    /// Writes every member, `null` where there is nothing.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(isPaused, forKey: .isPaused)
        try container.encode(queued, forKey: .queued)
        try container.encode(scheduled, forKey: .scheduled)
        try container.encode(running, forKey: .running)
        try container.encode(retrying, forKey: .retrying)
        try container.encode(actionRequired, forKey: .actionRequired)
        try container.encode(failed, forKey: .failed)
        try container.encode(oldestWaitingSeconds, forKey: .oldestWaitingSeconds)
        try container.encode(workers, forKey: .workers)
    }
}
