package import Domain
import Tenancy

extension CreditLedger {
    /// Recomputes the books from the journal and tells every place where they are wrong. Changes nothing, and holds up
    /// nobody: everything is compared as of one moment, whatever is written meanwhile.
    ///
    /// - Parameter store: `nil` for all.
    /// - Throws: ``CreditError/notFound`` when there is no such store.
    package func verify(_ store: Store.ID? = nil) async throws -> LedgerReport {
        guard let size = try await VerificationQueries.size(of: store, on: master.session),
            store == nil || size.stores > 0
        else { throw CreditError.notFound }
        let rows = try await VerificationQueries.findings(
            of: store, limit: LedgerReport.findingLimit, on: master.session)
        return LedgerReport(
            stores: size.stores, lines: size.lines,
            findings: rows.map {
                LedgerFinding(
                    invariant: $0.invariant, storeID: $0.storeId.description, seq: $0.seq, found: $0.found,
                    expected: $0.expected)
            })
    }
}
