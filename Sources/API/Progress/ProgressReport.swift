package import Jobs
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
