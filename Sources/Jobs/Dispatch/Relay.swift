import Domain
package import Logging
import Postgres
package import Tenancy
import Redis
import ServiceLifecycle

/// Tells Redis of every job that it does not have.
///
/// Looks once a second at the rows that began to wait since the last look, and at those held by dead workers: naming what
/// Redis already has changes nothing there. Every half minute, whenever Redis was started, and whenever the index begins
/// another life because Redis was flushed, came back empty or was wiped, it is compared with everything that waits. How far it has looked is one row of the
/// master database: of any number of relays one works at a time, and a killed one forgets nothing.
package struct Relay: Service {
    let master: Database<Master>
    let index: DispatchIndex
    let timing: JobTiming
    let metrics: JobMetrics
    let logger: Logger

    /// Rows of one question, and of one call.
    private static let page = 1_000

    package init(
        master: Database<Master>, index: DispatchIndex, timing: JobTiming, metrics: JobMetrics = JobMetrics(),
        logger: Logger
    ) {
        self.master = master
        self.index = index
        self.timing = timing
        self.metrics = metrics
        self.logger = logger
    }

    package func run() async throws {
        for await _ in Ticks(every: timing.relay).cancelOnGracefulShutdown() {
            do { try await sweep() } catch {
                logger.notice("jobs could not be relayed to Redis", metadata: ["error": "\(error)"])
            }
        }
    }

    private func sweep() async throws {
        try await index.setLimits(LimitQueries.all(on: master.reading))
        var (life, isDamaged) = try await index.reap()
        if isDamaged {
            logger.error("Redis evicted jobs: set maxmemory-policy to noeviction. The index is built anew")
            try await index.wipe()
            (life, isDamaged) = try await index.reap()
        }
        let present = life
        let isRebuilt = try await master.transaction { master in
            guard let standing = try await RelayQueries.begin(timing, on: master) else { return false }
            let past = IndexLife(standing.incarnation)
            let isNewLife = past.index != present.index
            let isAll = past != present || standing.isAllDue
            guard isAll || standing.isDue else { return false }
            if isNewLife, !past.index.isEmpty {
                logger.warning("Redis lost its job index, announcing every waiting job again")
            }
            var lent: Set<Job.ID> = []
            if !standing.again.isEmpty {
                lent = try await index.enqueue(
                    RelayQueries.waiting(standing.again.map(Job.ID.init(rawValue:)), on: master)
                ).lent
            }
            let told = try await isAll ? compare(standing, on: master) : announceUnseen(standing, on: master)
            try await announceDeserted(on: master)
            try await RelayQueries.end(
                standing, isAll: isAll, incarnation: present.description, again: Array(lent.union(told)), on: master)
            return isNewLife && !past.index.isEmpty
        }
        if isRebuilt { metrics.indexRebuilt() }
    }

    /// - Returns: those that somebody has, who may forget them.
    private func announceUnseen(
        _ standing: RelayQueries.Standing, on master: Session<Master>
    ) async throws -> Set<Job.ID> {
        var lent: Set<Job.ID> = []
        var position: RelayQueries.Position? = RelayQueries.Position(since: standing.from)
        while let start = position {
            let (entries, end) = try await RelayQueries.unseen(
                after: start, until: standing.until, limit: Self.page, on: master)
            if !entries.isEmpty { lent.formUnion(try await index.enqueue(entries).lent) }
            position = end
        }
        return lent
    }

    /// Asks the index what it knows of all that waits, which is nearly everything but after a loss, and announces the rest.
    ///
    /// - Returns: those that somebody has, who may forget them.
    private func compare(_ standing: RelayQueries.Standing, on master: Session<Master>) async throws -> Set<Job.ID> {
        var lent: Set<Job.ID> = []
        var position: RelayQueries.Position? = RelayQueries.Position(since: "-infinity")
        while let start = position {
            let (jobs, end) = try await RelayQueries.waiting(
                after: start, until: standing.until, limit: Self.page, on: master)
            let missing = jobs.isEmpty ? [] : try await index.probe(jobs)
            if !missing.isEmpty {
                lent.formUnion(try await index.enqueue(RelayQueries.waiting(missing, on: master)).lent)
            }
            position = end
        }
        return lent
    }

    private func announceDeserted(on master: Session<Master>) async throws {
        var epoch: Int64? = 0
        while let start = epoch {
            let (entries, end) = try await RelayQueries.deserted(
                after: start, silence: timing.silence, limit: Self.page, on: master)
            if !entries.isEmpty { try await index.enqueue(entries) }
            epoch = end
        }
    }
}
