package import Credits
import Domain
package import Jobs
package import Tenancy

/// Sees one purchase through.
///
/// Delivered at least once: what is credited already stays as it is, and the line in the journal commits with the job's
/// own completion or not at all.
package struct PurchaseCreditsHandler: JobHandler {
    let settlement: PurchaseSettlement
    let syncs: CreditSyncQueue

    package init(settlement: PurchaseSettlement, syncs: CreditSyncQueue) {
        self.settlement = settlement
        self.syncs = syncs
    }

    package func run(_ job: PurchaseCredits, in context: JobContext) async throws -> JobOutcome {
        let purchase = try await settlement.purchase(job.purchaseID)
        guard purchase.status != .completed else { return .done }
        return .done { [syncs] master in
            try await PurchaseSettlement.credit(job.purchaseID, by: context.jobID, on: master)
            try await syncs.promise(purchase.storeID, on: master)
        }
    }

    package func settle(
        _ job: PurchaseCredits, after failure: JobFailure, on master: Session<Master>
    ) async throws {
        guard failure.code != PaymentError.unpaid.explanation.code else { return }  // waits for the customer
        try await PurchaseSettlement.fail(job.purchaseID, code: failure.code, on: master)
    }
}
