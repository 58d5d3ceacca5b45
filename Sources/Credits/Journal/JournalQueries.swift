import Domain
import Foundation
import Postgres
import Tenancy

/// The SQL that writes the journal.
enum JournalQueries {
    /// In order; one outcome for each entry. Empty when there is no such store.
    static func apply(
        _ entries: [CreditEntry], to store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) -> [CreditPosting] {
        try await master.all(
            """
            select outcome, available, id, seq, type, amount, balance_after, description, reference_id, created_at
            from credit_apply(\(store), \(PostgresJSON(entries.map(Item.init)))::jsonb) order by n
            """, decoding: PostingRow.self
        ).map(\.posting)
    }

    /// An entry as `credit_apply` reads it.
    private struct Item: Codable, Sendable {
        let id: UUID
        let type: CreditTransaction.Kind
        let amount: Int64
        let key: String
        let fingerprint: String
        let job: UUID?
        let reverses: UUID?
        let description: String?
        let reference: String?
        let actor: UUID?
        let service: String?
        let quantity: Int64?
        let expires: Timestamp?

        init(_ entry: CreditEntry) {
            id = entry.id
            type = entry.kind
            amount = entry.amount.units
            key = entry.key
            fingerprint = entry.fingerprint.hexadecimal
            job = entry.job
            reverses = entry.reverses
            description = entry.description
            reference = entry.reference
            actor = entry.actor?.rawValue
            service = entry.use?.serviceKey
            quantity = entry.use?.quantity
            expires = entry.expiresAt
        }
    }

    private struct PostingRow: Decodable {
        let outcome: String
        let available: Int64
        let id: UUID?
        let seq: Int64?
        let type: String?
        let amount: Int64?
        let balanceAfter: Int64?
        let description: String?
        let referenceId: String?
        let createdAt: Timestamp?

        var posting: CreditPosting {
            if let transaction {
                return outcome == "applied" ? .applied(transaction) : .replayed(transaction)
            }
            guard let reason = CreditPosting.Reason(rawValue: outcome) else {
                preconditionFailure("credit_apply says nothing else")
            }
            return .refused(CreditPosting.Refusal(reason: reason, available: CreditAmount(units: available)))
        }

        private var transaction: CreditTransaction? {
            guard let id, let seq, let amount, let balanceAfter, let createdAt,
                let kind = type.flatMap(CreditTransaction.Kind.init)
            else { return nil }
            return CreditTransaction(
                id: id, seq: seq, type: kind, amount: CreditAmount(units: amount),
                balanceAfter: CreditAmount(units: balanceAfter), status: .completed, description: description,
                referenceId: referenceId, createdAt: createdAt)
        }
    }
}
