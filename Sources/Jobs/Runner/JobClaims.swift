import Domain
import Logging
import Postgres
import Tenancy

/// Wins jobs for this worker, all that it was offered in one statement.
struct JobClaims: Sendable {
    /// A job that is this worker's now.
    struct Taken: Sendable {
        let job: ClaimQueries.Claimed
        let lease: DispatchIndex.Lease?
    }

    let worker: WorkerID
    let master: Database<Master>
    let index: DispatchIndex
    let registry: JobRegistry
    let running: RunningJobs
    let timing: JobTiming
    let metrics: JobMetrics
    var faults: JobFaults?
    let logger: Logger

    /// Never throws: whatever goes wrong, the jobs stay in the table and are offered again.
    ///
    /// - Returns: what was won, and what was offered in vain, to be given to ``turnAway(_:)``.
    func take(_ offered: [WorkSource.Work]) async -> (taken: [Taken], rest: [WorkSource.Work]) {
        // Found in the table and in Redis while Redis came and went.
        let known = offered.filter { running.contains($0.id) }
        await giveBack(known.map { ($0, timing.busy) })
        let wanted = offered.filter { !running.contains($0.id) }
        guard !wanted.isEmpty else { return ([], []) }
        do {
            try await faults?.act(.beforeClaim, nil)
            let leases = Dictionary(wanted.map { ($0.id, $0.lease) }) { first, second in first ?? second }
            let won = try await claim(wanted.map(\.id))
            metrics.claimed(won)
            if let faults { for job in won { try await faults.act(.afterClaim, job.id) } }
            let ids = Set(won.map(\.id))
            let taken = won.map { Taken(job: $0, lease: leases[$0.id] ?? nil) }
            return (taken, wanted.filter { !ids.contains($0.id) })
        } catch {
            logger.notice("jobs could not be claimed", metadata: ["jobs": "\(wanted.count)", "error": "\(error)"])
            await giveBack(wanted.map { ($0, timing.busy) })
            return ([], [])
        }
    }

    private func claim(_ ids: [Job.ID]) async throws(PostgresError) -> [ClaimQueries.Claimed] {
        let limits = registry.limits
        do {
            return try await ClaimQueries.claim(
                ids, by: worker, kinds: limits.kinds, timeouts: limits.timeouts, silence: timing.silence,
                on: master.session)
        } catch  where error.violates("job_queue_one_running") {
            // Another worker took a job with the same serial key in this very moment: the others are claimed by themselves.
            guard ids.count > 1 else { return [] }
            let half = ids.count / 2
            return try await claim(Array(ids[..<half])) + claim(Array(ids[half...]))
        }
    }

    /// Forgets what is over, and offers the rest again later.
    func turnAway(_ rest: [WorkSource.Work]) async {
        let leases = rest.compactMap(\.lease)
        guard !leases.isEmpty else { return }
        do {
            let found = try await ClaimQueries.standings(of: leases.map(\.id), on: master.session)
            let standings = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
            let over = leases.filter { standings[$0.id]?.state.isMoving != true }
            if !over.isEmpty { try await index.ack(over) }
            let waiting = leases.compactMap { lease in standings[lease.id].map { (lease, $0) } }
                .filter { $0.1.state.isMoving }
            for kind in Set(waiting.filter { $0.1.state != .running }.map(\.1.kind))
            where registry.entry(for: kind) == nil {
                logger.warning("no handler for this kind of job here", metadata: ["kind": "\(kind)"])
            }
            guard !waiting.isEmpty else { return }
            try await index.nack(waiting.map { ($0.0, max(timing.busy, .milliseconds($0.1.dueIn))) })
        } catch {
            await giveBack(rest.map { ($0, timing.busy) })
        }
    }

    private func giveBack(_ work: [(WorkSource.Work, Duration)]) async {
        let leases = work.compactMap { work, delay in work.lease.map { ($0, delay) } }
        if !leases.isEmpty { try? await index.nack(leases) }
    }
}
