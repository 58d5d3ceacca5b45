import Domain
import Logging
package import Jobs
package import Stores

/// Gives one store its database.
///
/// Delivered at least once, so each step first looks for what an earlier attempt left behind. An error is thrown as it
/// came: ``RetryRules`` reads its kind and decides whether there is another attempt.
package struct ConnectDatabaseHandler: JobHandler {
    let provisioner: StoreProvisioner

    package init(provisioner: StoreProvisioner) { self.provisioner = provisioner }

    package func run(_ job: ConnectDatabase, in context: JobContext) async throws -> JobOutcome {
        guard var run = try await provisioner.begin(job.storeID, fence: context.epoch) else {
            return .done  // activated by an attempt whose answer was lost, or called off
        }
        defer { run.close() }
        for step in ProvisioningStep.allCases {
            try Task.checkCancellation()  // shutting down, or the job was lost: the next attempt starts over
            try await run.perform(step, showing: context.progress)
            context.logger.info("provisioning step done", metadata: ["step": "\(step)", "store": "\(job.storeID)"])
        }
        let outcome = run.outcome
        return .done { master in  // commits with the job's own completion, or neither does
            try await provisioner.activate(job.storeID, as: outcome, on: master)
            try await context.progress.finish(ProvisioningStep.activate.rawValue, on: master)
        }
    }
}
