import Domain
import Foundation
import Postgres
import Tenancy

/// The SQL that reads the journal.
enum HistoryQueries {
    static func isThere(
        _ store: Store.ID, of owner: Account.ID?, on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.first(
            """
            select exists (select from stores where id = \(store) and owner_id = coalesce(\(owner), owner_id))
            """, as: Bool.self) ?? false
    }

    /// Newest first; those with lower numbers than `before`.
    static func list(
        of store: Store.ID, kind: CreditTransaction.Kind?, before: Int64?, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> [LineRow] {
        try await master.all(
            """
            select id, seq, type, amount, balance_after, description, reference_id, created_at
            from credit_transactions
            where store_id = \(store) and seq < coalesce(\(before), 9223372036854775807)
              and type = coalesce(\(kind?.rawValue), type)
            order by seq desc limit \(Int64(limit))
            """, decoding: LineRow.self)
    }

    struct LineRow: Decodable {
        let id: UUID
        let seq: Int64
        let type: CreditTransaction.Kind
        let amount: Int64
        let balanceAfter: Int64
        let description: String?
        let referenceId: String?
        let createdAt: Timestamp

        var transaction: CreditTransaction {
            CreditTransaction(
                id: id, seq: seq, type: type, amount: CreditAmount(units: amount),
                balanceAfter: CreditAmount(units: balanceAfter), status: .completed, description: description,
                referenceId: referenceId, createdAt: createdAt)
        }
    }
}
