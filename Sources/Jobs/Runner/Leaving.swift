import Domain
import Logging
import Postgres
import Tenancy

/// The end of a worker whose handlers do not all stop when they are told to.
///
/// What such a handler is at stays its own for as long as this process is there: given back, the job would run twice at a
/// time. So the process leaves instead. Its row in `workers` says so last of all, and other workers take the job over at once,
/// as from a dead one.
struct Leaving: Sendable {
    let worker: WorkerID
    let master: Database<Master>
    let index: DispatchIndex
    let running: RunningJobs
    /// How long handlers have to end, from when they were told.
    let grace: Duration
    let leave: (@Sendable () -> Void)?
    let logger: Logger

    /// How long the goodbye may take.
    private static let patience = Duration.seconds(2)

    /// Returns when nothing runs any more. Endings that are still to be written are waited for, also while the master database
    /// is away.
    func run() async {
        await running.waitUntilIdle(atMost: grace)
        guard !Task.isCancelled else { return }
        for handler in running.deaf.handlers {
            logger.error(
                "handler goes on although it was told to stop",
                metadata: [
                    "job": "\(handler.id)", "kind": "\(handler.kind)",
                    "seconds": "\(((handler.since / .seconds(1)) * 10).rounded() / 10)",
                ])
        }
        guard let leave else { return }
        for await _ in Ticks(every: .milliseconds(50)) {
            let (handlers, areAll) = running.deaf
            guard !handlers.isEmpty else { return }
            guard areAll else { continue }
            await sayGoodbye(handlers)
            logger.error("leaving without them", metadata: ["worker": "\(worker)", "jobs": "\(handlers.count)"])
            return leave()
        }
    }

    private func sayGoodbye(_ handlers: [RunningJobs.Deaf]) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await WorkerQueries.stop(worker, on: master.session)
                let leases = handlers.compactMap(\.lease).map { ($0, Duration.zero) }
                if !leases.isEmpty { try? await index.nack(leases) }
            }
            group.addTask { try? await Task.sleep(for: Self.patience) }
            await group.next()
            group.cancelAll()
        }
    }
}
