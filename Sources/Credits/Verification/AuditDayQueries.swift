import Domain
import Jobs
import Postgres
import Tenancy

/// The SQL that keeps the nightly looks.
enum AuditDayQueries {
    static func begin(for job: Job.ID, on master: Session<Master>) async throws(PostgresError) -> String? {
        try await master.first(
            """
            insert into ledger_audits as audit (day)
            select (created_at at time zone 'utc')::date from job_queue where id = \(job)
            on conflict (day) do update set started_at = now() where audit.finished_at is null
            returning to_char(day, 'YYYY-MM-DD')
            """, as: String.self)
    }

    static func finish(
        _ day: String, _ report: LedgerReport, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            update ledger_audits set finished_at = now(), report = \(PostgresJSON(report))::jsonb
            where day = \(day)::text::date
            """)
    }

    static func newest(limit: Int, on master: Session<Master>) async throws(PostgresError) -> [LedgerAuditEntry] {
        try await master.all(
            """
            select to_char(day, 'YYYY-MM-DD') as day, started_at, finished_at,
                   jsonb_array_length(report -> 'findings')::bigint as findings
            from ledger_audits order by day desc limit \(Int64(limit))
            """, decoding: LedgerAuditEntry.self)
    }
}
