import Domain
package import Jobs

/// A job as its owner sees it, without its payload.
package struct JobReport: ProgressReport {
    /// The job itself.
    package let job: Job

    /// Shows a job.
    package init(_ job: Job) { self.job = job }

    private enum CodingKeys: String, CodingKey {
        case id, kind, status, attempt, maxAttempts, percent, step, error, createdAt, startedAt, finishedAt
        case nextAttemptAt
    }

    /// Writes every member, `null` where there is nothing.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(job.id, forKey: .id)
        try container.encode(job.kind, forKey: .kind)
        try container.encode(job.status, forKey: .status)
        try container.encode(job.attempt, forKey: .attempt)
        try container.encode(job.maxAttempts, forKey: .maxAttempts)
        try container.encode(job.percent, forKey: .percent)
        try container.encode(job.step, forKey: .step)
        try container.encode(job.shownError, forKey: .error)
        try container.encode(job.createdAt, forKey: .createdAt)
        try container.encode(job.startedAt, forKey: .startedAt)
        try container.encode(job.finishedAt, forKey: .finishedAt)
        try container.encode(job.nextAttemptAt, forKey: .nextAttemptAt)
    }
}
