/// The job protocol in the plainest form that still has all its races: a lease in Redis, a claim in PostgreSQL, a fence
/// at the end.
///
/// Faults are not counted. Messages may be lost, processes die, Redis be emptied and heartbeats stop as often as they
/// like. There is an end to it because epochs are compared and never counted: see ``canonical(_:)``.
struct JobProtocol: TransitionSystem {
    /// One, or two that have one serial key and one tenant database.
    var jobCount: UInt8 = 1
    /// Attempts before an error is final.
    var maxAttempts: UInt8 = 2
    /// The owner may cancel a job, and have it tried again once when it has failed or was canceled.
    var hasOwner = true
    /// Workers also look at the table itself (`WorkSource.nextWithoutRedis`).
    var readsTable = true
    /// Messages may be lost. Switched off where a counter-example is wanted, for it to be easier to read.
    var losesMessages = true
    /// Redis may be emptied, and may lose an entry.
    var losesIndex = true
    var guards = Guards.all

    var initial: ProtocolState { ProtocolState(jobs: Jobs(count: jobCount)) }

    func isAssured(_ step: ProtocolStep) -> Bool { step.isAssured }

    func forEachStep(from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void) {
        for worker in WorkerName.allCases { workerSteps(of: worker, from: state, visit) }
        for job in state.jobs.indices {
            passageOfTime(for: job, from: state, visit)
            relaySteps(for: job, from: state, visit)
            ownerSteps(for: job, from: state, visit)
        }
        for worker in WorkerName.allCases { heartbeatSteps(of: worker, from: state, visit) }
        faults(from: state, visit)
    }
}
