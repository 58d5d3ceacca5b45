import Crypto
import Domain
package import Foundation
package import Requests
import Tenancy

extension CreditLedger {
    /// Corrects a balance, and says in the audit log who did it; both or neither.
    ///
    /// - Parameter id: of the transaction; asked for again with the same one, the answer is the same transaction.
    /// - Throws: ``CreditError``: `notFound`, `insufficient`, `closed`, `tooLarge`, `keyReused`.
    package func adjust(
        _ adjustment: CreditAdjustment, by operator: Caller, as id: UUID
    ) async throws -> CreditTransaction {
        let entry = CreditEntry(
            id: id, kind: .adjustment, amount: adjustment.amount, key: id.canonical,
            fingerprint: adjustment.fingerprint, description: adjustment.reason, actor: `operator`.account)
        return try await master.transaction { master in
            let posting = try await CreditJournal.post([entry], to: adjustment.store, on: master)[0]
            let line = try posting.line(orRefusalOf: adjustment.amount)
            if case .applied = posting {
                try await AuditQueries.insert(
                    `operator`.entry(
                        "credits.adjusted", store: adjustment.store, subject: id.canonical,
                        detail: ["amount": "\(adjustment.amount)", "reason": adjustment.reason]), on: master)
            }
            return line
        }
    }
}

extension CreditAdjustment {
    fileprivate var fingerprint: [UInt8] {
        Array(SHA256.hash(data: Data("adjustment \(store) \(amount) \(reason)".utf8)))
    }
}
