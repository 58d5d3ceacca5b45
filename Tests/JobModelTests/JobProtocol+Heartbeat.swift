/// `Heartbeat.beatMaster`. It runs beside the attempt, in the same process.
extension JobProtocol {
    func heartbeatSteps(
        of name: WorkerName, from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void
    ) {
        let worker = state.workers[name]
        guard worker.phase != .gone else { return }
        for job in state.jobs.indices where state.jobs[job].holder == name.holder {
            if state.jobs[job].isDeserted { beat(name, from: state, visit) }
            // WorkerQueries.unheld: until the answer to its claim has come, the job is not among those that run here.
            // Two beats in a row have to see that; without a clock they are as good as one.
            let isHeld = worker.phase.isAttempt && worker.job == job && worker.phase != .running
            if !isHeld {
                var next = state
                next.release(job)
                visit(ProtocolStep(action: .givesBackUnheld, worker: name, job: job), next)
            }
        }
        let row = state.jobs[Int(worker.job)]
        if worker.phase == .running || worker.phase == .owning,  // WorkerQueries.lost
            row.epoch != worker.epoch || row.status != .running
        {
            let step = ProtocolStep(action: .learnsItWasLost, worker: name, job: Int(worker.job))
            visit(step, leaving(.idle, name, state))
        }
    }

    /// `WorkerQueries.beat`.
    private func beat(
        _ name: WorkerName, from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void
    ) {
        var next = state
        for job in next.jobs.indices where next.jobs[job].holder == name.holder { next.jobs[job].isDeserted = false }
        visit(ProtocolStep(action: .beats, worker: name), next)
    }
}
