/// States that behave alike are one state: that keeps their number finite, and small.
extension JobProtocol {
    func canonical(_ state: ProtocolState) -> ProtocolState {
        var state = state
        if guards.contains(.oneSequence) { rankEpochs(of: &state) }  // without it they are counted
        guard jobCount == 2 else { return state.withWorkersInOrder }
        let ranks = (state.jobs[0].rank, state.jobs[1].rank)
        if ranks.0 < ranks.1 { return state.withWorkersInOrder }
        let exchanged = state.withJobsExchanged.withWorkersInOrder
        if ranks.0 > ranks.1 { return exchanged }
        let unchanged = state.withWorkersInOrder
        return unchanged.workerRanks <= exchanged.workerRanks ? unchanged : exchanged
    }

    /// Epochs by rank: only which is the higher, and which are the same, ever matters.
    private func rankEpochs(of state: inout ProtocolState) {
        // An epoch whose attempt nobody can end any more matters to nobody.
        if guards.contains(.completionState) {
            for job in state.jobs.indices where state.jobs[job].status != .running { state.jobs[job].epoch = 0 }
            for name in WorkerName.allCases where state.workers[name].phase.isSettling {
                let worker = state.workers[name]
                if state.jobs[Int(worker.job)].epoch != worker.epoch { state.workers[name].epoch = 0 }
            }
        }
        var inUse: UInt64 = 1 | 1 << state.owner | 1 << state.workers.a.epoch | 1 << state.workers.b.epoch
        inUse |= 1 << state.jobs[0].epoch | 1 << state.jobs[1].epoch
        func rank(_ epoch: UInt8) -> UInt8 { UInt8((inUse & (1 << UInt64(epoch) - 1)).nonzeroBitCount) }
        state.owner = rank(state.owner)
        state.workers.a.epoch = rank(state.workers.a.epoch)
        state.workers.b.epoch = rank(state.workers.b.epoch)
        for job in state.jobs.indices { state.jobs[job].epoch = rank(state.jobs[job].epoch) }
    }
}

/// Workers are alike, and so are jobs: it makes no difference which is called A, and which 1.
extension ProtocolState {
    fileprivate var withWorkersInOrder: ProtocolState {
        let ranks = workerRanks
        guard ranks.0 > ranks.1 else { return self }
        var ordered = self
        ordered.workers = Workers(a: workers.b, b: workers.a)
        for job in jobs.indices { ordered.jobs[job].holder = jobs[job].holder.renamed }
        return ordered
    }

    fileprivate var withJobsExchanged: ProtocolState {
        var exchanged = self
        exchanged.jobs[0] = jobs[1]
        exchanged.jobs[1] = jobs[0]
        for name in WorkerName.allCases where workers[name].phase.hasJob { exchanged.workers[name].job ^= 1 }
        return exchanged
    }

    /// Any order will do in which two workers that differ, or hold different rows, are not equal.
    fileprivate var workerRanks: (Int, Int) {
        func rank(_ name: WorkerName) -> Int {
            let held = (jobs[0].holder == name.holder ? 1 : 0) | (jobs[1].holder == name.holder ? 2 : 0)
            return workers[name].rank << 2 | held
        }
        return (rank(.a), rank(.b))
    }
}
