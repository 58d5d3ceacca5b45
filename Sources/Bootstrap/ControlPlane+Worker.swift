import Accounts
import Credits
import Foundation
package import Jobs
import Payments
import Requests
package import ServiceLifecycle
import Usage
import Worker

extension ControlPlane {
    /// What a worker process runs besides the common services.
    ///
    /// - Parameter runner: how many jobs at once, from which queues.
    /// - Throws: `UnknownTimeZone`, where the machine does not know a zone that a schedule needs.
    package func workerServices(_ runner: JobRunnerConfiguration) throws -> [any Service] {
        var jobs = JobRegistry()
        jobs.register(ConnectDatabaseHandler(provisioner: provisioner))
        jobs.register(
            PurchaseCreditsHandler(
                settlement: PurchaseSettlement(master: master, gateway: stripe?.gateway), syncs: creditSyncs))
        let sync = CreditSync(master: master, router: router, tenants: tenants)
        jobs.register(SyncCreditsHandler(sync: sync))
        jobs.register(VerifyLedgersHandler(audits: LedgerAudits(master: master), ledger: ledger, sync: sync))
        let scheduler = JobScheduler(
            try Self.jobSchedules(), master: master, queue: JobQueue(index: index, logger: logger), logger: logger)
        let upkeep = CreditUpkeep(
            ledger: ledger, syncs: creditSyncs, payments: paymentNews, logger: logger)
        let metrics = JobMetrics()
        let relay = Relay(master: master, index: index, timing: runner.timing, metrics: metrics, logger: logger)
        let worker = JobRunner(
            configuration: runner, master: master, index: index, redis: redis, registry: jobs,
            subjects: Self.jobSubjects, rules: RetryRules.verdict(on:), events: events,
            metrics: metrics, leave: { _exit(1) }, logger: logger)
        let rollUp = UsageRollUp(master: master, logger: logger)
        return paymentServices + [relay, worker, upkeep, scheduler, rollUp, housekeeping(rollUp)]
    }

    private func housekeeping(_ usage: UsageRollUp) -> Housekeeping {
        let retention = JobRetention(master: master)
        let chores = [
            Chore("sessions") { try await sessions.prune(limit: $0) },
            Chore("store sessions") { try await storeSessions.prune(limit: $0) },
            Chore("idempotency keys") { try await idempotency.prune(limit: $0) },
            Chore("usage log") { try await usage.prune(limit: $0) },
            Chore("jobs") { try await retention.pruneJobs(limit: $0) },
            Chore("workers") { try await retention.pruneWorkers(limit: $0) },
        ]
        return Housekeeping(chores, logger: logger)
    }
}
