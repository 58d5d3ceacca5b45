import Domain
import Foundation
package import Postgres
package import Tenancy

/// The SQL that shows jobs. Never selects a payload.
package enum JobQueries {
    /// One job as it stands, or `nil`.
    package static func find(_ id: Job.ID, on master: Session<Master>) async throws(PostgresError) -> Job? {
        try await master.first(
            """
            select id, kind, state, attempt, max_attempts, percent, step, last_error, store_id, user_id, run_at,
                   state = 'queued' and run_at > now() as is_scheduled, revision, created_at, started_at, finished_at
            from job_queue where id = \(id)
            """, decoding: JobRow.self)?.job
    }

    /// The steps of a job, in order; empty for jobs without steps.
    package static func steps(of id: Job.ID, on master: Session<Master>) async throws(PostgresError) -> [JobStep] {
        try await master.all(
            """
            select name, status, detail, started_at, finished_at
            from job_steps where job_id = \(id) order by position
            """, decoding: JobStep.self)
    }

    /// Just the revision: what a waiting client compares.
    package static func revision(
        of id: Job.ID, on master: Session<Master>
    ) async throws(PostgresError) -> Int64? {
        try await master.first("select revision from job_queue where id = \(id)", as: Int64.self)
    }
}

/// `job_queue` as selected by ``JobQueries``.
struct JobRow: Decodable {
    let id: Job.ID
    let kind: String
    let state: JobState
    let attempt: Int
    let maxAttempts: Int
    let percent: Int
    let step: String?
    let lastError: PostgresJSON<JobFailure>?
    let storeId: Store.ID?
    let userId: Account.ID?
    let runAt: Timestamp
    let isScheduled: Bool
    let revision: Int64
    let createdAt: Timestamp
    let startedAt: Timestamp?
    let finishedAt: Timestamp?

    var job: Job {
        Job(
            id: id, kind: kind, state: state, attempt: attempt, maxAttempts: maxAttempts, percent: percent,
            step: step, error: lastError?.value, storeID: storeId, userID: userId, runAt: runAt,
            isScheduled: isScheduled, revision: revision, createdAt: createdAt, startedAt: startedAt,
            finishedAt: finishedAt)
    }
}
