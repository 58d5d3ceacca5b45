package import Domain
import Postgres
package import Tenancy

/// The nightly looks at the books, one for each day.
package struct LedgerAudits: Sendable {
    let master: Database<Master>

    package init(master: Database<Master>) { self.master = master }

    /// Takes on the look of this day, if it is after two o'clock (UTC) and nobody did: of all that ask, one gets it. One
    /// that was begun an hour ago and is not finished is taken over.
    ///
    /// - Returns: the day as `2026-03-01`; `nil` when there is nothing to do.
    package func begin() async throws -> String? {
        try await AuditDayQueries.begin(on: master.session)
    }

    /// Writes down what was found.
    package func finish(_ day: String, _ report: LedgerReport) async throws {
        try await AuditDayQueries.finish(day, report, on: master.session)
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
