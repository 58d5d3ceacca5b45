package import Domain
package import Jobs
import Postgres
package import Tenancy

/// The nightly looks at the books, one for each day.
package struct LedgerAudits: Sendable {
    let master: Database<Master>

    package init(master: Database<Master>) { self.master = master }

    /// Takes on the look of the day (UTC) on which a job was asked for; an earlier attempt's, or an earlier job's that did not
    /// come to an end, is begun anew. That no two work at one is the job's doing.
    ///
    /// - Returns: the day as `2026-03-01`; `nil` when it has been looked at.
    package func begin(for job: Job.ID) async throws -> String? {
        try await AuditDayQueries.begin(for: job, on: master.session)
    }

    /// Writes down what was found, in the transaction that completes the job.
    package static func finish(
        _ day: String, _ report: LedgerReport, on master: Session<Master>
    ) async throws {
        try await AuditDayQueries.finish(day, report, on: master)
    }

    /// The newest looks, newest first.
    package func newest(limit: Int) async throws -> [LedgerAuditEntry] {
        try await AuditDayQueries.newest(limit: limit, on: master.session)
    }
}

/// One nightly look at the books.
package struct LedgerAuditEntry: Sendable, Codable {
    /// As `2026-03-01`, UTC.
    package let day: String
    package let startedAt: Timestamp
    /// `nil` while it goes on.
    package let finishedAt: Timestamp?
    /// Places that were wrong; `nil` while it goes on.
    package let findings: Int64?
}
