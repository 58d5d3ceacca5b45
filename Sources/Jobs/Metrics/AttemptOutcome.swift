/// How an attempt ended, by the names of `job_attempts.outcome`.
package enum AttemptOutcome: String, Sendable, CaseIterable {
    case succeeded, retry, snoozed, released, actionRequired = "action_required", failed, canceled
    /// The job was another worker's by the time it ended: nothing was written.
    case lost
    /// It could not be written down; the job stays as it is until somebody takes it over.
    case unwritten
}
