import Postgres
import Tenancy

/// The SQL that writes `api_usage_logs`, and clears it.
enum RequestLogQueries {
    /// Writes records in one transaction, all or none.
    ///
    /// - Throws: ``PostgresError``; with `isCommitAmbiguous` when nobody can say whether they are there.
    static func append(_ records: [RequestRecord], on master: Database<Master>) async throws {
        let lines = Array(records.map(\.copyLine).joined().utf8)
        _ = try await master.pool.transaction { transaction in
            try await transaction.copy(
                into: """
                    copy api_usage_logs
                        (at, request_id, user_id, store_id, method, route, status, duration_us, weight)
                    from stdin
                    """,
                AsyncStream {
                    $0.yield(lines); $0.finish()
                })
        }
    }

    /// Deletes rows older than thirty days that are counted, so many at most.
    static func prune(limit: Int, on master: Session<Master>) async throws(PostgresError) -> Int {
        try await master.execute(
            """
            delete from api_usage_logs where id in (
                select id from api_usage_logs
                where at < now() - interval '30 days' and id <= (select last_id from usage_rollups)
                limit \(Int64(limit)) for update skip locked)
            """)
    }
}
