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
    ///   sum that cannot be written down.
    package func deduct(
        _ deduction: Deduction, from store: Store.ID, by actor: Account.ID?, as id: UUID
    ) async throws -> CreditTransaction {
        guard let price = try await SpendingQueries.price(of: deduction.serviceKey, on: master.session) else {
            throw CreditError.noSuchService
        }
        let amount = try Self.cost(deduction, at: CreditAmount(units: price.unitPrice))
        let entry = CreditEntry(
            id: id, kind: .usage, amount: amount, key: id.canonical, fingerprint: deduction.fingerprint,
            description: deduction.quantity == 1 ? price.name : "\(price.name) × \(deduction.quantity)",
            reference: deduction.reference, actor: actor)
        return try await CreditJournal(master: master).post([entry], to: store)[0].line(orRefusalOf: amount)
    }

    /// Negative, as it stands in the journal.
    private static func cost(_ deduction: Deduction, at price: CreditAmount) throws -> CreditAmount {
        do { return try price.multiplied(by: deduction.quantity).negated() } catch {
            throw InvalidInput("quantity", error.message)
        }
    }
}

extension Deduction {
    /// SHA-256 of all that was asked for, parts kept apart by their lengths.
    fileprivate var fingerprint: [UInt8] {
        let parts = ["usage", serviceKey, "\(quantity)", reference ?? ""]
        return Array(SHA256.hash(data: Data(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8)))
    }
}
