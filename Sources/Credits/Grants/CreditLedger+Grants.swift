import Crypto
import Domain
package import Foundation
package import Requests
import Tenancy

extension CreditLedger {
    /// Gives credits, and says in the audit log who did it; both or neither.
    ///
    /// Spending takes from the grant that lapses first. What is left when it lapses can be neither seen nor spent from
    /// that moment on.
    ///
    /// - Parameter id: of the transaction; asked for again with the same one, the answer is the same transaction.
    /// - Throws: ``CreditError``: `notFound`, `closed`, `tooLarge`, `keyReused`.
    package func grant(_ grant: CreditGrant, by operator: Caller, as id: UUID) async throws -> CreditTransaction {
        let entry = CreditEntry(
            id: id, kind: .grant, amount: grant.amount, key: id.canonical, fingerprint: grant.fingerprint,
            description: grant.reason, actor: `operator`.account, expiresAt: grant.expiresAt)
        return try await master.transaction { master in
            let posting = try await CreditJournal.post([entry], to: grant.store, on: master)[0]
            let line = try posting.line(orRefusalOf: grant.amount)
            if case .applied = posting {
                try await AuditQueries.insert(
                    `operator`.entry(
                        "credits.granted", store: grant.store, subject: id.canonical,
                        detail: [
                            "amount": "\(grant.amount)", "reason": grant.reason,
                            "expiresAt": grant.expiresAt?.description ?? "never",
                        ]), on: master)
            }
            return line
        }
    }
}

extension CreditGrant {
    fileprivate var fingerprint: [UInt8] {
        let text = "grant \(store) \(amount) \(expiresAt?.description ?? "-") \(reason)"
        return Array(SHA256.hash(data: Data(text.utf8)))
    }
}
