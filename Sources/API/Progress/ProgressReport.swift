package import Jobs
import Domain
package import Stores

/// What somebody sees who watches a job: itself, or what it does to a store.
package protocol ProgressReport: Encodable, Sendable {
    /// The job behind it.
    var job: Job { get }
}

extension ProgressReport {
    /// Raised by every visible change: the id of the event that tells of it.
    package var revision: Int64 { job.revision }
    /// Names exactly this state of the report.
    package var tag: EntityTag { EntityTag("\(job.id)-\(job.revision)") }
    /// Nothing will change any more unless somebody acts.
    package var isSettled: Bool { !job.state.isMoving }
}

extension ProvisioningReport: ProgressReport {}

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
        try container.encode(job.state, forKey: .status)
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
