import Credits
package import Jobs
import Stores

extension ControlPlane {
    /// What becomes of stores and purchases whose jobs end without success.
    package static var jobSubjects: JobSubjects {
        var subjects = JobSubjects()
        subjects.register(ConnectDatabase.self) { job, _, master in
            try await StoreProvisioner.settleFailure(of: job.storeID, on: master)
        } revive: { job, id, master in
            try await DatabaseConnector.revive(job.storeID, for: id, on: master)
        }
        subjects.register(PurchaseCredits.self) { job, failure, master in
            try await PurchaseSettlement.settle(job.purchaseID, code: failure.code, on: master)
        }
        return subjects
    }

    /// What operators do to jobs.
    package var jobOperations: JobOperations {
        JobOperations(
            master: master, queue: JobQueue(index: index, logger: logger), cancellation: cancellation,
            subjects: Self.jobSubjects)
    }

    /// Calls jobs off.
    package var cancellation: JobCancellation {
        JobCancellation(master: master, index: index, subjects: Self.jobSubjects, logger: logger)
    }
}
