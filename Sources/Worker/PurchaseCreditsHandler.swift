package import Credits
import Domain
package import Jobs

/// Sees one purchase through.
///
/// Delivered at least once: what is credited already stays as it is, and the line in the journal commits with the job's
/// own completion or not at all. While the customer has not paid, the job waits as `action_required`; news of the payment
/// start it again.
package struct PurchaseCreditsHandler: JobHandler {
    let settlement: PurchaseSettlement
    let syncs: CreditSyncQueue

    package init(settlement: PurchaseSettlement, syncs: CreditSyncQueue) {
        self.settlement = settlement
        self.syncs = syncs
    }

    package func run(_ job: PurchaseCredits, in context: JobContext) async throws -> JobOutcome {
        let look = try await settlement.look(job.purchaseID)
        return .done { [syncs] master in
            try await PurchaseSettlement.book(look, by: context.jobID, on: master)
            try await syncs.promise(look.purchase.storeID, on: master)
        }
    }
}
