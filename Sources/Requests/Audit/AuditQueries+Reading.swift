import Domain
import Postgres
import Tenancy

extension AuditQueries {
    private struct Row: Decodable {
        let id: Int64
        let at: Timestamp
        let action: String
        let actorId: Account.ID?
        let storeId: Store.ID?
        let subject: String?
        let ip: String?
        let requestId: String?
        let detail: PostgresJSON<[String: String]>

        var record: AuditRecord {
            AuditRecord(
                id: id, at: at, action: action, actorID: actorId, storeID: storeId, subject: subject, ip: ip,
                requestID: requestId, detail: detail.value)
        }
    }

    /// Newest first; those with lower numbers than `before`. Only conditions that are wanted become part of the
    /// statement, so that each combination finds its index.
    static func list(
        _ filter: AuditFilter, before: Int64?, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> [AuditRecord] {
        var conditions: SQL = "true"
        if let before { conditions = "\(fragment: conditions) and id < \(before)" }
        if let prefix = filter.actionPrefix {
            conditions = "\(fragment: conditions) and starts_with(action, \(prefix))"
        }
        if let actor = filter.actor { conditions = "\(fragment: conditions) and actor_id = \(actor)" }
        if let store = filter.store { conditions = "\(fragment: conditions) and store_id = \(store)" }
        if let since = filter.since { conditions = "\(fragment: conditions) and at >= \(since)" }
        return try await master.all(
            """
            select id, at, action, actor_id, store_id, subject, host(ip) as ip, request_id,
                   coalesce((select jsonb_object_agg(key, value) from jsonb_each_text(detail)), '{}') as detail
            from audit_log where \(fragment: conditions)
            order by id desc limit \(Int64(limit))
            """, decoding: Row.self
        ).map(\.record)
    }
}
