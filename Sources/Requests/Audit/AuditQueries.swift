import Domain
import Foundation
package import Postgres
package import Tenancy

/// The SQL on `audit_log`.
package enum AuditQueries {
    /// Writes an entry; in the transaction of the act itself, so that there is neither without the other.
    package static func insert(
        _ entry: AuditEntry, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            insert into audit_log (action, actor_id, store_id, subject, ip, request_id, detail)
            values (\(entry.action), \(entry.actor), \(entry.store), left(\(Self.text(entry.subject)), 200),
                    \(entry.address)::inet, left(\(Self.text(entry.requestID)), 200), \(Self.json(entry.detail))::jsonb)
            """)
    }

    /// Without what PostgreSQL takes in no text.
    private static func text(_ text: String?) -> String? { text?.replacing("\0", with: "") }

    private static func json(_ detail: [String: String]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        do { return String(decoding: try encoder.encode(detail), as: UTF8.self) } catch {
            preconditionFailure("texts always encode")
        }
    }
}
