import Testing

/// What is modelled, what is not, and what these explorations have found: `docs/jobs-model.md`.
@Suite("The job protocol, in every order of its steps")
struct JobProtocolTests {
    /// - Returns: how many states there are.
    private func prove(_ system: JobProtocol) -> Int {
        let explorer = Explorer(system)
        if let violation = explorer.violation {
            Issue.record("not always: \(violation.property.rawValue)\n\(violation.trace.numbered)")
        }
        #expect(!explorer.isCutOff)
        if let deadEnd = explorer.deadEnds(goal: \.isOver).first {
            Issue.record("a dead end:\n\(explorer.trace(to: deadEnd).numbered)")
        }
        return explorer.states.count
    }

    @Test("keeps all its promises for one job that is retried, canceled and tried again")
    func oneJob() {
        #expect(prove(JobProtocol()) == 64_835)
    }

    @Test("keeps them for two jobs of one serial key and one tenant database, found through Redis alone")
    func twoJobs() {
        #expect(prove(JobProtocol(jobCount: 2, maxAttempts: 1, hasOwner: false, readsTable: false)) == 55_668)
    }

    @Test("keeps them for one job that is found through Redis alone")
    func redisAlone() {
        #expect(prove(JobProtocol(hasOwner: false, readsTable: false)) == 4_830)
    }

    /// A model in which nothing happens keeps every promise.
    @Test("has every kind of step in it, and the situations that it is about")
    func coverage() {
        let explorer = Explorer(JobProtocol(maxAttempts: 1, guards: .all.subtracting(.republishing)), limit: 20_000)
        var unseen = Set(ProtocolStep.Action.allCases)
        for state in explorer.states where !unseen.isEmpty {
            explorer.system.forEachStep(from: state) { step, _ in unseen.remove(step.action) }
        }
        #expect(unseen.isEmpty, "\(unseen)")

        let simple = Explorer(JobProtocol(maxAttempts: 1, readsTable: false, losesMessages: false))
        func isReached(_ situation: (JobRecord, Worker, Worker) -> Bool) -> Bool {
            simple.states.contains { state in
                let (a, b) = (state.workers.a, state.workers.b)
                return situation(state.jobs[0], a, b) || situation(state.jobs[0], b, a)
            }
        }
        let overtaken = isReached { job, a, b in job.epoch == b.epoch && a.phase == .done && b.phase == .owning }
        #expect(overtaken, "a worker is done that has lost its job to another")
        let late = isReached { job, a, _ in job.status == .succeeded && a.phase == .owning }
        #expect(late, "a worker still writes to the tenant database when the job is over")
        let canceled = isReached { job, a, _ in job.status == .canceled && a.phase == .done }
        #expect(canceled, "a worker is done with a job that was canceled")
        let reopened = isReached { job, _, _ in job.status == .succeeded && job.wasReopened }
        #expect(reopened, "a job succeeds that had failed")
        let stale = isReached { job, a, b in
            job.entry == .leased && a.lease == .newest && b.lease == .outdated && b.phase == .dropping
        }
        #expect(stale, "an old lease meets a newer one of the same job")
    }
}
