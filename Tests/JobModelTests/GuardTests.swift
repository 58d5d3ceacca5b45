import Testing

/// Each guard is taken away, and the shortest way to what it prevents is found. A guard without such a way is not
/// needed, and its test says so.
@Suite("Without a guard")
struct GuardTests {
    private let plain = JobProtocol(hasOwner: false, readsTable: false, losesMessages: false)

    private func shortestWay(
        to property: Property, without guards: Guards, in system: JobProtocol
    ) throws -> [ProtocolStep] {
        var system = system
        system.guards.subtract(guards)
        let explorer = Explorer(system, lookingAt: property)
        return try #require(explorer.violation).trace
    }

    /// Some of the steps, in this order, the last of them at the end.
    private func expect(_ way: [ProtocolStep], toShow steps: [String]) {
        var missing = steps[...]
        for step in way where step.description == missing.first { missing.removeFirst() }
        let isShown = missing.isEmpty && way.last?.description == steps.last
        #expect(isShown, "the shortest way is another one now:\n\(way.numbered)")
    }

    /// - Returns: the shortest way to a state from which the job cannot come to its end; `nil` when there is none.
    private func deadEnd(without guards: Guards, in system: JobProtocol) -> [ProtocolStep]? {
        var system = system
        system.guards.subtract(guards)
        let explorer = Explorer(system)
        #expect(explorer.violation == nil, "these guards are not there for safety")
        #expect(!explorer.isCutOff)
        return explorer.deadEnds(goal: \.isOver).first.map { explorer.trace(to: $0) }
    }

    @Test("on its epoch, a completion is written by a worker that has lost the job")
    func completionEpoch() throws {
        let way = try shortestWay(to: .newestEpochEnds, without: .completionEpoch, in: plain)
        expect(
            way,
            toShow: [
                "A claims job 1",
                "job 1 counts as deserted",
                "B claims job 1",
                "A hands job 1 back uncounted",
            ])
    }

    @Test("on the running state, a completion whose answer was lost is booked twice")
    func completionState() throws {
        var lossy = plain
        lossy.losesMessages = true
        let way = try shortestWay(to: .oneEffect, without: .completionState, in: lossy)
        expect(
            way,
            toShow: [
                "A claims job 1",
                "A commits job 1 as succeeded, and the answer is lost",
                "A commits job 1 as succeeded",
            ])
    }

    @Test("on the running state, a job takes effect after it was canceled")
    func canceled() throws {
        var owned = plain
        owned.hasOwner = true
        let way = try shortestWay(to: .noEffectAfterEnd, without: .completionState, in: owned)
        expect(way, toShow: ["A claims job 1", "the owner cancels job 1", "A commits job 1 as succeeded"])
    }

    @Test("on what may be claimed, a job that is over runs and takes effect once more")
    func claimCondition() throws {
        let way = try shortestWay(to: .oneEffect, without: .claimCondition, in: plain)
        expect(
            way,
            toShow: [
                "A commits job 1 as succeeded",
                "the lease of job 1 ends: it is reaped",
                "B claims job 1",
                "B commits job 1 as succeeded",
            ])
    }

    @Test("on running rows of one serial key, two of its jobs run at once")
    func oneRunning() throws {
        var two = plain
        two.jobCount = 2
        let way = try shortestWay(to: .oneRuns, without: .oneRunning, in: two)
        expect(way, toShow: ["A claims job 1", "B claims job 2"])
    }

    @Test("in the tenant database, a superseded worker writes there after its successor has claimed it")
    func tenantFence() throws {
        let way = try shortestWay(to: .tenantIsFenced, without: .tenantFence, in: plain)
        expect(
            way,
            toShow: [
                "A claims the tenant database for job 1",
                "job 1 counts as deserted",
                "B claims the tenant database for job 1",
                "A writes to the tenant database for job 1",
            ])
    }

    @Test("on the order of epochs of different jobs, the tenant database refuses the one that may write")
    func oneSequence() throws {
        var two = plain
        two.jobCount = 2
        let way = try shortestWay(to: .newestIsNotRefused, without: .oneSequence, in: two)
        expect(
            way,
            toShow: [
                "A claims job 1",
                "A claims job 1",
                "A claims the tenant database for job 1",
                "B claims job 2",
            ])
    }

    @Test("that announces waiting jobs anew, a job is forgotten when Redis is emptied")
    func reannouncement() throws {
        let way = try #require(deadEnd(without: [.republishing, .forgetting], in: plain))
        expect(way, toShow: ["the relay announces job 1", "Redis is emptied"])
    }

    @Test("that announces them again after a while, a job is forgotten when Redis loses one entry")
    func republishing() throws {
        let way = try #require(deadEnd(without: .republishing, in: plain))
        expect(way, toShow: ["the relay announces job 1", "Redis loses the entry of job 1"])
    }

    @Test("that names lent jobs again, a job is forgotten whose last end is acknowledged after its retry")
    func lateAcknowledgement() throws {
        var faultless = plain
        faultless.maxAttempts = 1
        faultless.hasOwner = true
        faultless.losesIndex = false
        #expect(deadEnd(without: .republishing, in: faultless) == nil)
        let way = try #require(deadEnd(without: [.republishing, .namingLentAgain], in: faultless))
        expect(
            way,
            toShow: [
                "the owner has job 1 tried again",
                "the relay announces job 1",
                "A acknowledges job 1 in Redis",
            ])
    }

    @Test("that sees a new incarnation, nothing breaks: announcing again after a while is slower, and enough")
    func forgetting() {
        #expect(deadEnd(without: .forgetting, in: plain) == nil)
    }

    @Test("that announces deserted jobs, one stays running for ever whose worker and entry are gone")
    func announcingDeserted() throws {
        let way = try #require(deadEnd(without: .announcingDeserted, in: plain))
        expect(
            way,
            toShow: [
                "A claims job 1",
                "A is killed, and a new process takes its place",
                "Redis is emptied",
            ])
    }

    @Test("that reaps leases, a job waits for ever that was lent to a dead worker")
    func reaping() throws {
        let way = try #require(deadEnd(without: .reaping, in: plain))
        expect(way, toShow: ["A fetches job 1 from Redis", "A is killed, and a new process takes its place"])
    }

    @Test("on the token of a lease, nothing breaks: it saves claims in vain, and the claim decides anyway")
    func leaseToken() {
        var lossy = plain
        lossy.losesMessages = true
        #expect(deadEnd(without: .leaseToken, in: lossy) == nil)
    }

    @Test("of the whole index, nothing breaks as long as workers look at the table")
    func tableAlone() {
        var reading = plain
        reading.readsTable = true
        let ofIndex: Guards = [.republishing, .forgetting, .announcingDeserted, .reaping, .leaseToken]
        #expect(deadEnd(without: ofIndex, in: reading) == nil)
    }
}
