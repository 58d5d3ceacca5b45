/// Everything that workers do not do themselves.
extension JobProtocol {
    /// `Relay` and `reap`.
    ///
    /// A row counts as announced once the sweep that read it has been written down. That is one step here. Rows that begin to
    /// wait later are of a later sweep, and what was read too early makes an entry for a job that does not wait: the same
    /// that a lease leaves behind which ends while its job runs.
    func relaySteps(
        for job: Int, from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void
    ) {
        let row = state.jobs[job]
        let isWaiting = row.status.isWaiting && !row.isPublished
        if isWaiting || row.isDeserted && guards.contains(.announcingDeserted) {
            var next = state
            next.enqueue(job)
            // With republishing any mark may be old by the time that somebody looks: then there might as well be none.
            let isLent = row.entry == .leased && guards.contains(.namingLentAgain)
            let isMarked = isWaiting && !isLent && !guards.contains(.republishing)
            let unmarked = next
            next.jobs[job].isPublished = isMarked
            visit(ProtocolStep(action: .relayAnnounces, job: job), next)
            if isMarked { visit(ProtocolStep(action: .relayAnnouncesUnmarked, job: job), unmarked) }
        }
        if row.status == .queued, row.attempt == 0, !row.isPublished, row.entry == .absent {  // JobQueue.publish
            var next = state
            next.enqueue(job)
            visit(ProtocolStep(action: .promiserAnnounces, job: job), next)
        }
        if row.entry == .leased, guards.contains(.reaping) {
            var next = state
            next.reap(job)
            visit(ProtocolStep(action: .reaperTakesBack, job: job), next)
        }
    }

    /// `JobCancellation.cancel` and `EnqueueQueries.reopen`.
    func ownerSteps(
        for job: Int, from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void
    ) {
        let row = state.jobs[job]
        guard hasOwner else { return }
        if row.status.isWaiting || row.status == .running && !row.isCancelRequested {
            var next = state
            if row.status.isWaiting {
                next.stop(job, as: .canceled)
            } else {
                next.jobs[job].isCancelRequested = true
            }
            visit(ProtocolStep(action: .ownerCancels, job: job), next)
        }
        if !row.wasReopened, row.status == .failed || row.status == .canceled {
            var next = state
            next.reopen(job)
            visit(ProtocolStep(action: .ownerReopens, job: job), next)
        }
    }

    /// No clock: whatever takes time may have taken it, at any moment.
    func passageOfTime(
        for job: Int, from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void
    ) {
        let row = state.jobs[job]
        if row.status == .running, !row.isDeserted {
            var next = state
            next.jobs[job].isDeserted = true
            visit(ProtocolStep(action: .isDeserted, job: job), next)
        }
    }

    func faults(from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void) {
        relaySteps(from: state, visit)
        for name in WorkerName.allCases where state.workers[name].phase != .gone {
            var next = state
            next.workers[name] = Worker()
            for job in next.jobs.indices where next.jobs[job].holder == name.holder {
                next.jobs[job].holder = .departed
            }
            visit(ProtocolStep(action: .isRestarted, worker: name), next)
            if state.workers[name.other].phase != .gone {
                next.workers[name].phase = .gone
                visit(ProtocolStep(action: .isGone, worker: name), next)
            }
        }
        guard losesIndex else { return }
        var emptied = state
        emptied.emptyRedis()
        emptied.isIndexNew = !guards.contains(.republishing)
        visit(ProtocolStep(action: .redisIsEmptied), emptied)
        for job in state.jobs.indices where state.jobs[job].entry != .absent {
            var next = state
            next.forget(job)
            visit(ProtocolStep(action: .redisLosesEntry, job: job), next)
        }
    }

    /// `Relay.sweep`: a new incarnation has it announce everything again.
    private func relaySteps(from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void) {
        guard state.isIndexNew else { return }
        var next = state
        next.isIndexNew = false
        visit(ProtocolStep(action: .relayIsRestarted), next)
        guard guards.contains(.forgetting) else { return }
        for job in next.jobs.indices where next.jobs[job].status.isWaiting { next.jobs[job].isPublished = false }
        visit(ProtocolStep(action: .relayForgets), next)
    }
}
