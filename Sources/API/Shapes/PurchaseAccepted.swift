import Credits
import HTTPTypes
import Jobs

/// Promised, not done: the job that will see the purchase through, and how it stands in the list of transactions.
struct PurchaseAccepted: Encodable {
    private let job: JobReport
    private let transaction: CreditTransaction
    private let purchase: Purchase

    /// `202`, with the job at `Location`.
    static func answer(_ purchase: Purchase, job: Job) throws -> Answer {
        try Answer(
            PurchaseAccepted(job: JobReport(job), transaction: purchase.transaction, purchase: purchase),
            status: .accepted, headers: [.location: "/api/jobs/\(job.id)"])
    }
}
