package import Domain
package import Logging
import Postgres
package import Tenancy

/// Does one kind of job. Delivered at least once: look for what an earlier attempt left behind.
///
/// A thrown error is not judged here; ``JobRules`` reads it and decides whether there is another attempt. What the end of a
/// job means for its subject stands in ``JobSubjects``.
package protocol JobHandler<Payload>: Sendable {
    associatedtype Payload: JobPayload

    func run(_ payload: Payload, in context: JobContext) async throws -> JobOutcome
}

/// How an attempt ended.
package enum JobOutcome: Sendable {
    /// Finished. The closure commits with the job's completion, or neither does; it may run more than once when the
    /// transaction has to be repeated. Without one, the job is completed together with others.
    case done((@Sendable (Session<Master>) async throws -> Void)?)
    /// Not now, for no fault of anybody: starts again after the delay, and the attempt is not counted.
    case snooze(Duration)

    /// Finished, with nothing more to write.
    package static var done: JobOutcome { .done(nil) }
}

/// What is done about an error that a handler threw.
package enum JobVerdict: Sendable, Equatable {
    /// Another attempt after a pause, if attempts are left; else it is buried with this failure.
    case retry(JobFailure)
    /// Only the customer can mend it: waits for them, without trying by itself.
    case actionRequired(JobFailure)
    /// Another attempt cannot help: kept as a dead letter until somebody acts.
    case bury(JobFailure)
}

/// Reads an error and decides. The worker's rules for it, handed in from outside.
package typealias JobRules = @Sendable (any Error) -> JobVerdict

/// What a handler knows of the attempt it runs.
package struct JobContext: Sendable {
    package let jobID: Job.ID
    package let storeID: Store.ID?
    /// Fencing number of this attempt: higher than that of any earlier claim of any job.
    package let epoch: Int64
    /// 1 for the first.
    package let attempt: Int
    package let progress: JobProgress
    let faults: JobFaults?
    package let logger: Logger
}
