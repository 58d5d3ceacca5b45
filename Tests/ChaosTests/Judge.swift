import Domain
import JobTestSupport
import Jobs
import Postgres
import Tenancy

/// Says what went wrong in a run, once it is over: nothing, as a rule.
struct Judge: Sendable {
    let master: Database<Master>
    let tenant: Database<Tenant>
    let keys: IndexKeys

    /// Every promise that was broken, with the first jobs that show it.
    func violations(of promises: Promises) async throws -> [String] {
        var found: [String] = []
        for (promise, question) in JudgeQueries.promises {
            found += note(promise, try await master.session.all(question, as: Job.ID.self))
        }
        for (promise, question) in JudgeQueries.fencePromises {
            found += note(promise, try await tenant.session.all(question, as: Job.ID.self))
        }
        let there = try await JudgeQueries.states(on: master.session)
        found += note("an accepted job is in the table", promises.accepted.filter { there[$0] == nil })
        found += note("a job that was called off stays so", promises.canceled.filter { there[$0] != .canceled })
        return found
    }

    private func note(_ promise: String, _ broken: some Collection<Job.ID>) -> [String] {
        guard !broken.isEmpty else { return [] }
        return ["broken \(broken.count) times: \(promise). \(broken.prefix(3).map(\.description))"]
    }

    /// Waits until no job is on its way.
    ///
    /// - Returns: the jobs that have not come to their end in time.
    func drained(within limit: Duration) async throws -> [Job.ID] {
        let end = ContinuousClock.now + limit
        while true {
            let unfinished = try await master.session.all(JudgeQueries.unfinished, as: Job.ID.self)
            if unfinished.isEmpty || ContinuousClock.now > end { return unfinished }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// What an index without jobs has kept; empty, given some time to find that jobs are over.
    func leftovers(within limit: Duration) async throws -> Set<String> {
        let end = ContinuousClock.now + limit
        while true {
            let left = try await keys.names.subtracting(IndexKeys.lasting)
            if left.isEmpty || ContinuousClock.now > end { return left }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
