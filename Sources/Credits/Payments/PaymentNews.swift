import Domain
import Foundation
package import Jobs
import Postgres
package import Tenancy

/// What a provider tells of payments. It books nothing: it sees to it that the provider is asked.
package struct PaymentNews: Sendable {
    let master: Database<Master>
    let queue: JobQueue

    package init(master: Database<Master>, queue: JobQueue) {
        self.master = master
        self.queue = queue
    }

    /// Takes note of an event whose signature was found to be good. One that was told before, and one about nothing that was
    /// bought here, changes nothing.
    ///
    /// - Parameters:
    ///   - id: the provider's, up to 255 characters.
    ///   - type: the provider's, up to 120 characters.
    ///   - subjects: names of the provider's for the page or the payment it is about.
    package func receive(event id: String, type: String, about subjects: [String]) async throws {
        let job = try await master.transaction { master -> PromisedJob? in
            var purchase: UUID?
            for subject in subjects where purchase == nil {
                purchase = try await PaymentQueries.purchase(named: subject, on: master)
            }
            guard let purchase, try await PaymentQueries.insertEvent(id, type: type, of: purchase, on: master) else {
                return nil
            }
            return try await wake(purchase, on: master)
        }
        if let job { await queue.publish([job]) }
    }

    /// Has purchases looked at that wait for money and of which nothing was heard for ten minutes.
    ///
    /// - Returns: how many.
    package func lookAfterWaiting(limit: Int) async throws -> Int {
        let waiting = try await PaymentQueries.waiting(limit: limit, on: master.session)
        var jobs: [PromisedJob] = []
        for purchase in waiting {
            if let job = try await master.transaction({ try await wake(purchase, on: $0) }) { jobs.append(job) }
        }
        if !jobs.isEmpty { await queue.publish(jobs) }
        return waiting.count
    }

    /// Starts the purchase's job again, or another one when it is long done. One that runs at this moment finds the news
    /// before it ends.
    private func wake(_ purchase: UUID, on master: Session<Master>) async throws -> PromisedJob? {
        guard let row = try await PaymentQueries.addNews(of: purchase, on: master) else { return nil }
        if let job = row.jobId {
            if let reopened = try await EnqueueQueries.reopen(job, on: master) { return reopened }
            if let hurried = try await EnqueueQueries.hurry(job, on: master) { return hurried }
        }
        let job = try await queue.enqueue(
            JobRequest(
                PurchaseCredits(purchaseID: purchase), storeID: row.storeId, userID: row.userId,
                uniqueKey: PurchaseCredits.uniqueKey(purchase), band: 0), on: master)
        guard job.isNew else { return nil }
        try await PaymentQueries.setJob(job.id, of: purchase, on: master)
        return job
    }
}
