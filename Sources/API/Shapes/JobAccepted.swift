import Domain
import HTTPTypes
import Jobs

/// Promised, not done: the job that will do it, and the store it is for.
struct JobAccepted: Encodable {
    private let job: JobReport
    private let store: Store

    /// `202`, with the job at `Location`.
    static func answer(_ job: Job, for store: Store) throws -> Answer {
        try Answer(
            JobAccepted(job: JobReport(job), store: store), status: .accepted,
            headers: [.location: "/api/jobs/\(job.id)"])
    }
}
