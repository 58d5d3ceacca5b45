import Testing

/// The same system with nothing left out: workers and jobs keep their names, and every epoch is remembered by its rank.
private struct Unreduced: TransitionSystem {
    let system: JobProtocol

    var initial: ProtocolState { system.initial }

    func forEachStep(from state: ProtocolState, _ visit: (ProtocolStep, ProtocolState) -> Void) {
        system.forEachStep(from: state, visit)
    }

    func canonical(_ state: ProtocolState) -> ProtocolState {
        var ranked = state
        let jobs = state.jobs.indices
        let inUse = Set(
            [0, state.owner, state.workers.a.epoch, state.workers.b.epoch] + jobs.map { state.jobs[$0].epoch })
        func rank(_ epoch: UInt8) -> UInt8 { UInt8(inUse.count { $0 < epoch }) }
        ranked.owner = rank(state.owner)
        for name in WorkerName.allCases { ranked.workers[name].epoch = rank(state.workers[name].epoch) }
        for job in jobs { ranked.jobs[job].epoch = rank(state.jobs[job].epoch) }
        return ranked
    }

    func isAssured(_ step: ProtocolStep) -> Bool { system.isAssured(step) }

    func violation(of step: ProtocolStep, from before: ProtocolState, to after: ProtocolState) -> Property? {
        system.violation(of: step, from: before, to: after)
    }
}

@Suite("Canonical forms of the protocol's states")
struct CanonicalFormTests {
    /// Two jobs without reaping: few states, and dead ends among them.
    @Test(
        "stand for exactly the states that there are without them, and for the same dead ends",
        arguments: [
            JobProtocol(maxAttempts: 1, hasOwner: false, readsTable: false),
            JobProtocol(
                jobCount: 2, maxAttempts: 1, hasOwner: false, readsTable: false, losesMessages: false,
                losesIndex: false, guards: .all.subtracting(.reaping)),
        ])
    func reduction(system: JobProtocol) {
        let reduced = Explorer(system)
        let unreduced = Explorer(Unreduced(system: system))
        #expect(unreduced.violation == nil && reduced.violation == nil)
        #expect(unreduced.states.count > 2 * reduced.states.count)
        let hasSameStates = Set(unreduced.states.map(system.canonical)) == Set(reduced.states)
        #expect(hasSameStates)
        let deadEnds = Set(unreduced.deadEnds(goal: \.isOver).map { system.canonical(unreduced.states[$0]) })
        let hasSameDeadEnds = deadEnds == Set(reduced.deadEnds(goal: \.isOver).map { reduced.states[$0] })
        #expect(hasSameDeadEnds)
    }
}
