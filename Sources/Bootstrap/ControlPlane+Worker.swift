import Accounts
import Credits
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
    package func workerServices(_ runner: JobRunnerConfiguration) -> [any Service] {
        var jobs = JobRegistry()
        jobs.register(ConnectDatabaseHandler(provisioner: provisioner))
        jobs.register(
            PurchaseCreditsHandler(
                settlement: PurchaseSettlement(master: master, gateway: stripe?.gateway), syncs: creditSyncs))
        let sync = CreditSync(master: master, router: router, tenants: tenants)
        jobs.register(SyncCreditsHandler(sync: sync))
        let audit = NightlyAudit(audits: LedgerAudits(master: master), ledger: ledger, sync: sync, logger: logger)
        let upkeep = CreditUpkeep(
            ledger: ledger, syncs: creditSyncs, payments: paymentNews, logger: logger)
        let relay = Relay(master: master, index: index, timing: runner.timing, logger: logger)
        let worker = JobRunner(
            configuration: runner, master: master, index: index, redis: redis, registry: jobs,
            rules: RetryRules.verdict(on:), logger: logger)
        let rollUp = UsageRollUp(master: master, logger: logger)
        return paymentServices + [relay, worker, upkeep, audit, rollUp, housekeeping(rollUp)]
    }

    private func housekeeping(_ usage: UsageRollUp) -> Housekeeping {
        let chores = [
            Chore("sessions") { try await sessions.prune(limit: $0) },
            Chore("store sessions") { try await storeSessions.prune(limit: $0) },
            Chore("idempotency keys") { try await idempotency.prune(limit: $0) },
            Chore("usage log") { try await usage.prune(limit: $0) },
        ]
        return Housekeeping(chores, logger: logger)
    }
}
