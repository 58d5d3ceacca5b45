package import Domain
package import Jobs
import Postgres
package import Tenancy

/// Sees to it that every open store's own database hears of its credits.
///
/// Whoever changes a balance need not think of it: ``promiseDue(limit:)`` finds the stores whose database was told less
/// than there is. ``promise(_:on:)`` is for changes that somebody is waiting to see.
package struct CreditSyncQueue: Sendable {
    let master: Database<Master>
    let queue: JobQueue

    package init(master: Database<Master>, queue: JobQueue) {
        self.master = master
        self.queue = queue
    }

    /// Promises one store's news in the caller's transaction; nothing for a store without an open database.
    package func promise(_ store: Store.ID, on master: Session<Master>) async throws {
        guard try await SyncQueueQueries.isOpen(store, on: master) else { return }
        _ = try await queue.enqueue(Self.request(store), on: master)
    }

    /// Promises their news to stores that lack some, those that wait longest first; not to those told a moment ago.
    ///
    /// - Returns: how many were promised.
    package func promiseDue(limit: Int) async throws -> Int {
        let stores = try await SyncQueueQueries.due(limit: limit, on: master.session)
        var jobs: [PromisedJob] = []
        for store in stores {
            jobs.append(try await master.transaction { try await queue.enqueue(Self.request(store), on: $0) })
        }
        if !jobs.isEmpty { await queue.publish(jobs.filter(\.isNew)) }
        return jobs.count
    }

    private static func request(_ store: Store.ID) -> JobRequest<SyncCredits> {
        JobRequest(SyncCredits(storeID: store), storeID: store, uniqueKey: SyncCredits.uniqueKey(store), band: 2)
    }
}
