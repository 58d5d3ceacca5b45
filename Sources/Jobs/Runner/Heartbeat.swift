import Domain
import Logging
import Postgres
import Tenancy

/// Keeps this worker's row and leases alive, and tells running jobs that they were lost or called off.
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
        var unheld: [Job.ID: Int64] = [:]
        for await _ in Ticks(every: timing.beat) {
            do {
                try await WorkerQueries.beat(worker, on: master.session)
                unheld = try await giveBackUnheld(seen: unheld)
                let held = running.all.map { (id: $0.id, epoch: $0.entry.epoch) }
                guard !held.isEmpty else { continue }
                for (id, epoch, isLost) in try await WorkerQueries.disturbed(among: held, on: master.session) {
                    running.abort(id, epoch: epoch, isLost ? .lost : .canceled)
                }
            } catch {
                logger.warning("heartbeat not written", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Releases what two beats in a row found claimed by this worker and not run by it: the connection broke after a
    /// claim had committed, and nobody was told.
    ///
    /// - Returns: what this beat found.
    private func giveBackUnheld(seen: [Job.ID: Int64]) async throws(PostgresError) -> [Job.ID: Int64] {
        let found = try await WorkerQueries.unheld(by: worker, holding: running.all.map(\.id), on: master.session)
        for (id, epoch) in found where seen[id] == epoch {
            _ = try await CompletionQueries.release(
                AttemptKey(job: id, epoch: epoch, worker: worker), delay: .zero, as: "released", on: master.session)
            logger.notice("job given back whose claim was never heard of", metadata: ["job": "\(id)"])
        }
        return Dictionary(found) { first, _ in first }
    }

    /// A lease lost in Redis alone stops nothing: the claim in PostgreSQL still stands, and the relay mends Redis.
    private func beatRedis() async {
        for await _ in Ticks(every: timing.beat) {
            let leases = running.all.compactMap(\.entry.lease)
            guard !leases.isEmpty, let told = try? await index.beat(leases, lease: timing.lease) else { continue }
            for lease in told.canceled { running.cancel(lease.id) }
        }
    }
}
