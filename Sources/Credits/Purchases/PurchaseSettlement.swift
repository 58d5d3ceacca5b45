import Crypto
import Domain
package import Foundation
package import Jobs
package import Tenancy

/// Turns payments into credits, each once however often and in whatever order it is tried.
package struct PurchaseSettlement: Sendable {
    let master: Database<Master>

    package init(master: Database<Master>) { self.master = master }

    /// The purchase as it stands.
    ///
    /// - Throws: ``PaymentError/notFound``.
    package func purchase(_ id: UUID) async throws -> Purchase {
        guard let row = try await PurchaseQueries.purchase(id, on: master.session) else {
            throw PaymentError.notFound
        }
        return row.purchase
    }

    /// Writes the paid purchase into the journal, in the caller's transaction.
    ///
    /// The purchase's row is locked first, the balance's after it: everything that touches both does so in this order.
    /// A purchase that failed before its money came is credited too.
    ///
    /// - Parameter job: that does it; the journal takes one line of each.
    /// - Throws: ``CreditError`` when the journal refuses it: `closed`, `tooLarge`.
    package static func credit(_ id: UUID, by job: Job.ID, on master: Session<Master>) async throws {
        guard let found = try await SettlementQueries.lock(id, on: master) else { throw PaymentError.notFound }
        guard found.state != .completed else { return }
        let amount = CreditAmount(units: found.amount)
        let entry = CreditEntry(
            id: id, kind: .purchase, amount: amount, key: "purchase:\(id.canonical)",
            fingerprint: Array(SHA256.hash(data: Data("purchase \(id.canonical) \(amount)".utf8))), job: job.rawValue,
            description: found.description, actor: found.userId)
        _ = try await CreditJournal.post([entry], to: found.storeId, on: master)[0].line(orRefusalOf: amount)
        try await SettlementQueries.complete(id, on: master)
    }

    /// Writes down that nothing will come of a purchase; one that was credited stays as it is.
    ///
    /// - Parameter code: why, for programs: up to 80 characters.
    package static func fail(_ id: UUID, code: String, on master: Session<Master>) async throws {
        try await SettlementQueries.fail(id, code: code, on: master)
    }
}
