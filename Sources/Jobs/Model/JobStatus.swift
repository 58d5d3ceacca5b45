/// Where a job stands, as it is shown: its state, and whether its time has come.
package enum JobStatus: String, Sendable, Codable, CaseIterable {
    case queued, scheduled, running, retrying, actionRequired = "action_required", succeeded, failed, canceled
}

extension Job {
    /// As it is shown.
    package var status: JobStatus {
        switch state {
        case .queued: isScheduled ? .scheduled : .queued
        case .running: .running
        case .retrying: .retrying
        case .actionRequired: .actionRequired
        case .succeeded: .succeeded
        case .failed: .failed
        case .canceled: .canceled
        }
    }
}
