import Foundation
import Postgres

extension Platform {
    /// How long the one attempt at a job took, as the master database has it: from the claim to the completion.
    ///
    /// - Throws: ``Refusal`` with what went wrong when the job did not succeed at once.
    func secondsOfWork(_ job: UUID) async throws -> Double {
        let found = try await settings.withConnection(to: master) { connection in
            try await connection.first(
                """
                select q.state, coalesce(q.last_error::text, 'no error'), q.attempt,
                       extract(epoch from a.ended_at - a.started_at)::float8
                from job_queue q join job_attempts a on a.job_id = q.id and a.epoch = q.epoch
                where q.id = \(job)
                """, as: (String, String, Int32, Double?).self)
        }
        guard let (state, _, attempt, seconds) = found, state == "succeeded", attempt == 1, let seconds else {
            let standing = found.map { "\($0.0) at attempt \($0.2), \($0.1)" } ?? "unknown"
            throw Refusal(description: "The store got no database at the first attempt: its job is \(standing).")
        }
        return seconds
    }
}
