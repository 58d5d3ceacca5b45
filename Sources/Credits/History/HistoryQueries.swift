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

    /// Newest first: the journal's lines, and between them the purchases that have none, each after the line that was the
    /// newest when it was asked for.
    static func list(
        of store: Store.ID, _ filter: CreditFilter, after cursor: CreditCursor?, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> [LineRow] {
        let place = cursor?.seq ?? .max
        // After a line come purchases of earlier places; after a purchase, those of its own place with lower ids.
        let lastLine = cursor?.purchase == nil ? place : place + 1
        let bound = cursor?.purchase ?? UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        return try await master.all(
            """
            (select id, seq, seq as place, type, amount, balance_after, 'completed' as status, description, reference_id,
                    created_at
             from credit_transactions
             where store_id = \(store) and seq < \(lastLine) and type = coalesce(\(filter.kind?.rawValue), type)
               and coalesce(\(filter.status?.rawValue), 'completed') = 'completed'
               and created_at >= coalesce(\(filter.from), created_at) and created_at < coalesce(\(filter.to), 'infinity')
             order by seq desc limit \(Int64(limit)))
            union all
            (select id, null, after_seq, 'purchase', amount, null, state, description, null, created_at
             from credit_purchases
             where store_id = \(store) and state <> 'completed' and (after_seq, id) < (\(place), \(bound))
               and coalesce(\(filter.kind?.rawValue), 'purchase') = 'purchase'
               and state = coalesce(\(filter.status?.rawValue), state)
               and created_at >= coalesce(\(filter.from), created_at) and created_at < coalesce(\(filter.to), 'infinity')
             order by after_seq desc, id desc limit \(Int64(limit)))
            order by place desc, seq desc nulls first, id desc limit \(Int64(limit))
            """, decoding: LineRow.self)
    }

    struct LineRow: Decodable {
        let id: UUID
        let seq: Int64?
        /// Where it stands in the list.
        let place: Int64
        let type: CreditTransaction.Kind
        let amount: Int64
        let balanceAfter: Int64?
        let status: CreditTransaction.Status
        let description: String?
        let referenceId: String?
        let createdAt: Timestamp

        var transaction: CreditTransaction {
            CreditTransaction(
                id: id, seq: seq, type: type, amount: CreditAmount(units: amount),
                balanceAfter: balanceAfter.map { CreditAmount(units: $0) }, status: status, description: description,
                referenceId: referenceId, createdAt: createdAt)
        }

        var cursor: CreditCursor { CreditCursor(seq: place, purchase: seq == nil ? id : nil) }
    }
}
