/// How a worker comes to a job: `WorkSource` and `JobAttempt`.
extension JobProtocol {
    func workerSteps(
        of name: WorkerName, from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void
    ) {
        let worker = state.workers[name]
        let job = Int(worker.job)
        switch worker.phase {
        case .idle: for job in state.jobs.indices { search(for: job, by: name, from: state, visit) }
        case .hasHeard: claim(job, by: name, from: state, visit)
        case .turnedAway: askWhy(job, by: name, from: state, visit)
        case .running, .owning: handlerSteps(of: name, at: job, from: state, visit)
        case .done, .failed: settlementSteps(of: name, at: job, from: state, visit)
        case .dropping, .givingBack: tellRedis(of: job, by: name, from: state, visit)
        case .gone: break
        }
    }

    /// `WorkSource.next`.
    private func search(
        for job: Int, by name: WorkerName, from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void
    ) {
        if readsTable, state.jobs[job].status.isWaiting || state.jobs[job].isDeserted {
            var next = state
            next.workers[name] = Worker(phase: .hasHeard, job: UInt8(job))
            visit(ProtocolStep(action: .looksAtTable, worker: name, job: job), next)
        }
        guard state.jobs[job].entry == .ready else { return }
        var next = state
        next.fetch(job, by: name)
        visit(ProtocolStep(action: .fetches, worker: name, job: job), next)
        guard losesMessages else { return }
        next = state
        next.fetch(job, by: nil)
        visit(ProtocolStep(action: .fetchesUnheard, worker: name, job: job), next)
    }

    /// `ClaimQueries.claim`.
    private func claim(
        _ job: Int, by name: WorkerName, from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void
    ) {
        if losesMessages {
            visit(ProtocolStep(action: .asksInVain, worker: name, job: job), leaving(.givingBack, name, state))
        }
        guard mayClaim(job, in: state) else {
            return visit(ProtocolStep(action: .isTurnedAway, worker: name, job: job), leaving(.turnedAway, name, state))
        }
        let epoch = guards.contains(.oneSequence) ? state.nextEpoch : state.jobs[job].epoch + 1
        var next = state
        next.claim(job, by: name, epoch: epoch)
        next.workers[name].phase = .running
        next.workers[name].epoch = epoch
        visit(ProtocolStep(action: .claims, worker: name, job: job), next)
        guard losesMessages else { return }
        next = leaving(.givingBack, name, state)
        next.claim(job, by: name, epoch: epoch)
        visit(ProtocolStep(action: .claimsUnheard, worker: name, job: job), next)
    }

    /// The state, and `job_queue_one_running`. A row that is skipped because the relay has locked it is like a master
    /// database that is not reached.
    private func mayClaim(_ job: Int, in state: ProtocolState) -> Bool {
        let row = state.jobs[job]
        if guards.contains(.claimCondition), !row.status.isWaiting, !row.isDeserted { return false }
        guard guards.contains(.oneRunning) else { return true }
        return !state.jobs.indices.contains { $0 != job && state.jobs[$0].status == .running }
    }

    /// `JobClaims.turnAway`: what is over is dropped, all else offered again.
    private func askWhy(
        _ job: Int, by name: WorkerName, from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void
    ) {
        if losesMessages {
            visit(ProtocolStep(action: .asksInVain, worker: name, job: job), leaving(.givingBack, name, state))
        }
        if state.jobs[job].status.isFinal {
            visit(ProtocolStep(action: .learnsItIsOver, worker: name, job: job), leaving(.dropping, name, state))
        } else {
            visit(ProtocolStep(action: .learnsItIsNot, worker: name, job: job), leaving(.givingBack, name, state))
        }
    }

    /// `tj2_fetch` with leases to forget and `tj2_nack`. Nobody waits for the answer.
    private func tellRedis(
        of job: Int, by name: WorkerName, from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void
    ) {
        let isAck = state.workers[name].phase == .dropping
        let step = ProtocolStep(action: isAck ? .acks : .nacks, worker: name, job: job)
        let unheard = leaving(.idle, name, state)
        if losesMessages { visit(ProtocolStep(action: .isNotHeardByRedis, worker: name, job: job), unheard) }
        guard tokenMatches(of: name, at: job, in: state) else { return visit(step, unheard) }
        var next = unheard
        if isAck { next.forget(job) } else { next.putBack(job) }
        visit(step, next)
    }

    /// `held` in leases.lua.
    private func tokenMatches(of name: WorkerName, at job: Int, in state: ProtocolState) -> Bool {
        guard state.jobs[job].entry == .leased else { return false }
        return !guards.contains(.leaseToken) || state.workers[name].lease == .newest
    }

    /// The worker in its next phase that is no attempt. Without a lease there is nothing to tell Redis.
    func leaving(_ phase: Worker.Phase, _ name: WorkerName, _ state: ProtocolState) -> ProtocolState {
        var next = state
        let worker = state.workers[name]
        let isOver = phase == .idle || worker.lease == .none
        next.workers[name] = isOver ? Worker() : Worker(phase: phase, job: worker.job, lease: worker.lease)
        return next
    }
}
