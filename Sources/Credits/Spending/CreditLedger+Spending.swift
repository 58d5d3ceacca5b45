import Crypto
package import Domain
package import Foundation
import Tenancy

extension CreditLedger {
    /// Pays for the use of a service at its price of this moment.
    ///
    /// - Parameters:
    ///   - store: whose it is has been decided.
    ///   - actor: whose account asks; `nil` for the store's own people.
    ///   - id: of the transaction; asked for again with the same one, the answer is the same transaction.
    /// - Throws: ``CreditError``: `noSuchService`, `insufficient`, `frozen`, `closed`, `keyReused`; `InvalidInput` for a
    ///   sum that cannot be written down; ``CreditWriterError`` when the writer is overrun or ends.
    package func deduct(
        _ deduction: Deduction, from store: Store.ID, by actor: Account.ID?, as id: UUID
    ) async throws -> CreditTransaction {
        guard let price = try await SpendingQueries.price(of: deduction.serviceKey, on: master.session) else {
            throw CreditError.noSuchService
        }
        let amount = try Self.cost(deduction, at: CreditAmount(units: price.unitPrice))
        let entry = CreditEntry(
            id: id, kind: .usage, amount: amount, key: id.canonical,
            fingerprint: deduction.fingerprint(of: "usage"), description: deduction.description(of: price.name),
            reference: deduction.reference, actor: actor,
            use: CreditEntry.Use(serviceKey: deduction.serviceKey, quantity: deduction.quantity))
        return try await post(entry, store).line(orRefusalOf: amount)
    }

    /// Negative, as it stands in the journal.
    static func cost(_ deduction: Deduction, at price: CreditAmount) throws -> CreditAmount {
        do { return try price.multiplied(by: deduction.quantity).negated() } catch {
            throw InvalidInput("quantity", error.message)
        }
    }
}

extension Deduction {
    /// SHA-256 of all that was asked for, parts kept apart by their lengths.
    func fingerprint(of act: String) -> [UInt8] {
        let parts = [act, serviceKey, "\(quantity)", reference ?? ""]
        return Array(SHA256.hash(data: Data(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8)))
    }

    /// What the journal's reader is told.
    func description(of service: String) -> String { quantity == 1 ? service : "\(service) × \(quantity)" }
}
