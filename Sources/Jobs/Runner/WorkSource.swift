import Tenancy
import Domain
import Logging
import Postgres
import Redis
import ServiceLifecycle

/// Where a worker hears of jobs: from Redis, or straight from the table while Redis is away.
struct WorkSource: Sendable {
    /// A job worth trying to claim; without a lease when Redis did not lend it.
    struct Work: Sendable {
        let id: Job.ID
        let lease: DispatchIndex.Lease?
    }

    let master: Database<Master>
    let index: DispatchIndex
    let returns: LeaseReturns
    let wake: RedisBlockingConnection
    let queues: [String]
    let kinds: [String]
    let timing: JobTiming
    let metrics: JobMetrics
    let logger: Logger

    /// At most `count` jobs; waits for some, but not for ever. Empty when it is time to look around again.
    func next(_ count: Int) async -> [Work] {
        guard index.isReachable else { return await nextWithoutRedis(count) }
        do {
            let fetched = try await index.fetch(
                count, from: queues, lease: timing.lease, forgetting: returns.take())
            metrics.fetched(withoutRedis: false)
            if !fetched.leases.isEmpty { return fetched.leases.map { Work(id: $0.id, lease: $0) } }
            try await waitForWake(upTo: min(timing.idle, fetched.nextDue ?? timing.idle))
            return []
        } catch {
            guard !Task.isCancelled else { return [] }
            return await nextWithoutRedis(count)
        }
    }

    private func waitForWake(upTo limit: Duration) async throws(RedisError) {
        // BLPOP takes fractions of a second; 0 would mean for ever.
        let seconds = max(Double(limit.wholeMilliseconds) / 1000, 0.01)
        _ = try await wake.send(
            RedisCommand("BLPOP", arguments: index.wakeKeys(queues) + ["\(seconds)"]), blockingFor: limit)
    }

    private func nextWithoutRedis(_ count: Int) async -> [Work] {
        metrics.fetched(withoutRedis: true)
        let found = try? await ClaimQueries.due(
            limit: count, queues: queues, kinds: kinds, silence: timing.silence, on: master.session)
        if let found, !found.isEmpty { return found.prefix(count).map { Work(id: $0, lease: nil) } }
        try? await Task.sleep(for: timing.fallback)
        return []
    }
}
