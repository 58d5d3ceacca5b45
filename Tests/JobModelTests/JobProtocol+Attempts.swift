/// What an attempt does: a handler that writes to a tenant database, and how its end is written.
extension JobProtocol {
    func handlerSteps(
        of name: WorkerName, at job: Int, from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void
    ) {
        let epoch = state.workers[name].epoch
        let isClaim = state.workers[name].phase == .running
        var next = state
        // TenantQueries.claim raises TN003; a migration's, a seed's and the record's transaction assert TenantQueries.fence.
        if guards.contains(.tenantFence), isClaim ? state.owner > epoch : state.owner != epoch {
            next.workers[name].phase = .failed
            visit(ProtocolStep(action: .isRefusedByTenant, worker: name, job: job), next)
        } else if isClaim {
            next.workers[name].phase = .owning
            next.owner = max(state.owner, epoch)
            visit(ProtocolStep(action: .claimsTenant, worker: name, job: job), next)
        } else {
            next.workers[name].phase = .done
            visit(ProtocolStep(action: .writesTenant, worker: name, job: job), next)
        }
        next = state
        next.workers[name].phase = .failed
        visit(ProtocolStep(action: .throwsError, worker: name, job: job), next)
        guard matches(state.workers[name], state.jobs[job]) else { return }
        end(job, by: name, .releases, .releasesUnheard, then: .givingBack, from: state, visit) { $0.release(job) }
        if state.jobs[job].isCancelRequested {
            end(job, by: name, .cancels, .cancelsUnheard, then: .dropping, from: state, visit) {
                $0.stop(job, as: .canceled)
            }
        }
    }

    /// `JobSettlement.settle`.
    func settlementSteps(
        of name: WorkerName, at job: Int, from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void
    ) {
        let row = state.jobs[job]
        guard matches(state.workers[name], row) else {  // JobLost: rolled back, and Redis is not told
            return visit(ProtocolStep(action: .findsItLost, worker: name, job: job), leaving(.idle, name, state))
        }
        if state.workers[name].phase == .done {
            end(job, by: name, .succeeds, .succeedsUnheard, then: .dropping, from: state, visit) { $0.succeed(job) }
        } else if row.attempt < maxAttempts + (row.wasReopened ? 1 : 0) {
            end(job, by: name, .retries, .retriesUnheard, then: .givingBack, from: state, visit) { $0.retry(job) }
        } else {
            end(job, by: name, .fails, .failsUnheard, then: .dropping, from: state, visit) { $0.stop(job, as: .failed) }
        }
    }

    /// A transaction that ends an attempt; when its answer is lost, it is sent again.
    private func end(
        _ job: Int, by name: WorkerName, _ action: ProtocolStep.Action, _ unheard: ProtocolStep.Action,
        then phase: Worker.Phase, from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void,
        _ write: (inout ProtocolState) -> Void
    ) {
        var next = leaving(phase, name, state)
        write(&next)
        visit(ProtocolStep(action: action, worker: name, job: job), next)
        guard losesMessages else { return }
        next = state
        // The handler has ended. What is written the second time is of no account: it matches nothing.
        if !next.workers[name].phase.isSettling { next.workers[name].phase = .failed }
        write(&next)
        visit(ProtocolStep(action: unheard, worker: name, job: job), next)
    }

    /// `where id = … and epoch = mine and state = 'running'`.
    private func matches(_ worker: Worker, _ row: JobRecord) -> Bool {
        (!guards.contains(.completionEpoch) || row.epoch == worker.epoch)
            && (!guards.contains(.completionState) || row.status == .running)
    }
}
