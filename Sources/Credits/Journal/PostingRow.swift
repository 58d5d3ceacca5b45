import Domain
import Foundation

/// What `credit_apply_batch` answers for one item, or for all items of a store at once.
struct PostingRow: Decodable {
    let storeId: Store.ID
    /// Which item it is the answer to, from 1; 0 for all of them.
    let n: Int64
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

    /// The lines that all of a store's entries have become; `nil` when the row is the answer to one.
    func postings(of entries: [CreditEntry]) -> [CreditPosting]? {
        guard outcome == "posted", let seq, let balanceAfter, let createdAt else { return nil }
        var balance = balanceAfter
        return zip(Int64(1)..., entries).map { n, entry in
            balance += entry.amount.units
            return .applied(
                CreditTransaction(
                    id: entry.id, seq: seq + n, type: entry.kind, amount: entry.amount,
                    balanceAfter: CreditAmount(units: balance), status: .completed,
                    description: entry.description, referenceId: entry.reference, createdAt: createdAt))
        }
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
