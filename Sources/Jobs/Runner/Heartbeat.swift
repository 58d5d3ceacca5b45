import Tenancy
import Logging
import Postgres

/// Keeps this worker's row and leases alive, and tells running jobs that they were lost.
struct Heartbeat: Sendable {
    let worker: WorkerID
    let master: Database<Master>
    let index: DispatchIndex
    let running: RunningJobs
    let timing: JobTiming
    let logger: Logger

    /// Until cancelled. The two stores are beaten apart: one that hangs must not cost the other its heartbeat.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await beatMaster() }
            group.addTask { await beatRedis() }
        }
    }

    private func beatMaster() async {
        for await _ in Ticks(every: timing.beat) {
            do {
                try await WorkerQueries.beat(worker, on: master.session)
                let held = running.all.map { (id: $0.id, epoch: $0.entry.epoch) }
                guard !held.isEmpty else { continue }
                for (id, epoch) in try await WorkerQueries.lost(among: held, on: master.session) {
                    running.abort(id, epoch: epoch, .lost)
                }
            } catch {
                logger.warning("heartbeat not written", metadata: ["error": "\(error)"])
            }
        }
    }

    /// A lease lost in Redis alone stops nothing: the claim in PostgreSQL still stands, and the relay mends Redis.
    private func beatRedis() async {
        for await _ in Ticks(every: timing.beat) {
            let leases = running.all.compactMap(\.entry.lease)
            if !leases.isEmpty { _ = try? await index.beat(leases, lease: timing.lease) }
        }
    }
}
