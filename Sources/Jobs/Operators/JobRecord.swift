package import Domain

/// A job as operators see it. Encodes to the job of `/api/admin/jobs`, never with its payload.
package struct JobRecord: Sendable, Encodable {
    package let job: Job
    package let queue: String
    /// How many of its workers died over it.
    package let workerDeaths: Int
    /// Host and process that run it, while it runs.
    package let worker: String?
    /// It runs, and was called off.
    package let isCanceling: Bool
    /// The HTTP request that asked for it.
    package let requestID: String?

    private enum CodingKeys: String, CodingKey {
        case id, kind, queue, status, attempt, maxAttempts, workerDeaths, percent, step, error, storeId, userId, worker
        case isCanceling, requestId, createdAt, startedAt, finishedAt, nextAttemptAt
    }

    /// Writes every member, `null` where there is nothing.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(job.id, forKey: .id)
        try container.encode(job.kind, forKey: .kind)
        try container.encode(queue, forKey: .queue)
        try container.encode(job.status, forKey: .status)
        try container.encode(job.attempt, forKey: .attempt)
        try container.encode(job.maxAttempts, forKey: .maxAttempts)
        try container.encode(workerDeaths, forKey: .workerDeaths)
        try container.encode(job.percent, forKey: .percent)
        try container.encode(job.step, forKey: .step)
        try container.encode(job.shownError, forKey: .error)
        try container.encode(job.storeID, forKey: .storeId)
        try container.encode(job.userID, forKey: .userId)
        try container.encode(worker, forKey: .worker)
        try container.encode(isCanceling, forKey: .isCanceling)
        try container.encode(requestID, forKey: .requestId)
        try container.encode(job.createdAt, forKey: .createdAt)
        try container.encode(job.startedAt, forKey: .startedAt)
        try container.encode(job.finishedAt, forKey: .finishedAt)
        try container.encode(job.nextAttemptAt, forKey: .nextAttemptAt)
    }
}

/// One time that a worker had a job.
package struct JobAttemptRecord: Sendable, Encodable {
    package let attempt: Int
    package let startedAt: Timestamp
    /// `nil` for the one under way.
    package let endedAt: Timestamp?
    /// `succeeded`, `retry`, `snoozed`, `action_required`, `failed`, `released`, `lost`, `canceled`; `nil` under way.
    package let outcome: String?
    package let error: JobFailure?
    package let worker: String?
}

/// A job with its history.
package struct JobDetail: Sendable, Encodable {
    package let job: JobRecord
    package let steps: [JobStep]
    /// The newest hundred, oldest first.
    package let attempts: [JobAttemptRecord]
}
