import Domain
import Testing

@testable import Jobs

@Suite("The jobs that a worker runs", .timeLimit(.minutes(5)))
struct RunningJobsTests {
    private func insert(_ id: Job.ID, epoch: Int64, in running: RunningJobs) -> AsyncStream<JobSignal> {
        let (signals, signal) = AsyncStream<JobSignal>.makeStream()
        running.insert(id, .init(epoch: epoch, kind: "errand", lease: nil, deadline: nil, signal: signal))
        return signals
    }

    @Test("are deaf from when they were told to stop until their handlers have ended")
    func deaf() {
        let running = RunningJobs(capacity: 2)
        let (first, second) = (Job.ID.make(), Job.ID.make())
        for id in [first, second] {
            running.take(1)
            _ = insert(id, epoch: 1, in: running)
        }
        #expect(running.deaf.handlers.isEmpty && !running.deaf.areAll)
        running.abort(first, epoch: 1, .lost)
        #expect(running.deaf.handlers.map(\.id) == [first] && !running.deaf.areAll)
        running.abortAll(.shutdown)
        #expect(running.deaf.areAll && running.deaf.handlers.count == 2)
        running.handlerEnded(second)
        #expect(running.deaf.handlers.map(\.kind) == ["errand"] && !running.deaf.areAll, "an ending is to be written")
        running.remove(second)
        running.giveSlot()
        #expect(running.deaf.areAll)
    }

    @Test("have until their last progress says, and no attempt profits from another's")
    func extended() async {
        let running = RunningJobs(capacity: 2)
        let (moved, hung) = (Job.ID.make(), Job.ID.make())
        let past = ContinuousClock.now - .seconds(1)
        let streams = [moved, hung].map { id in
            let (signals, signal) = AsyncStream<JobSignal>.makeStream()
            running.insert(id, .init(epoch: 7, kind: "errand", lease: nil, deadline: past, signal: signal))
            return signals
        }
        running.extend(moved, epoch: 7, until: .now + .seconds(600))
        running.extend(hung, epoch: 6, until: .now + .seconds(600))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await running.watchDeadlines(every: .milliseconds(5)) }
            var signals = streams[1].makeAsyncIterator()
            guard case .stop(.timedOut)? = await signals.next() else {
                Issue.record("not told that its time is up")
                return
            }
            group.cancelAll()
        }
        #expect(running.deaf.handlers.map(\.id) == [hung])
    }

    @Test("can be waited for again after a wait was cancelled")
    func cancelledWait() async {
        let running = RunningJobs(capacity: 1)
        running.take(1)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await running.waitForRoom() }
            group.cancelAll()
        }
        #expect(running.room == 0)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await running.waitUntilIdle()
                #expect(running.room == 1)
            }
            for _ in 0..<1_000 { await Task.yield() }
            running.giveSlot()
        }
    }

    @Test("make room one by one, and are idle after the last")
    func room() async {
        let running = RunningJobs(capacity: 2)
        running.take(1)
        await running.waitForRoom()
        running.take(1)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await running.waitForRoom()
                #expect(running.room >= 1)
                await running.waitUntilIdle()
                #expect(running.room == 2)
            }
            for _ in 0..<1_000 { await Task.yield() }
            running.giveSlot()
            for _ in 0..<1_000 { await Task.yield() }
            running.giveSlot()
        }
    }

    @Test("are claimed while others are, if there are enough places for that, and never by three claims at once")
    func claims() {
        let running = RunningJobs(capacity: 8)
        running.beginClaim(of: 4)
        #expect(running.room == 4)
        running.beginClaim(of: 1)
        #expect(running.room == 0, "two are under way")
        running.endClaim(unused: 0)
        #expect(running.room == 3)
        running.endClaim(unused: 0)
        running.take(2)
        #expect(running.room == 1, "none is under way")
        running.beginClaim(of: 1)
        #expect(running.room == 0)
        running.giveSlot()
        #expect(running.room == 0, "one place is not worth a second claim")
        running.giveSlot()
        #expect(running.room == 2)
        running.endClaim(unused: 1)
        #expect(running.room == 3)
    }

    @Test(
        "make room when their handlers have ended, but for no more than as many again that wait for that to be written")
    func ending() {
        let running = RunningJobs(capacity: 2)
        let ids = (0..<4).map { _ in Job.ID.make() }
        func begin(_ id: Job.ID) {
            running.take(1)
            _ = insert(id, epoch: 1, in: running)
        }
        begin(ids[0])
        begin(ids[1])
        #expect(running.room == 0)
        running.handlerEnded(ids[0])
        running.handlerEnded(ids[0])
        #expect(running.room == 1)
        begin(ids[2])
        #expect(running.room == 0)
        running.handlerEnded(ids[1])
        running.handlerEnded(ids[2])
        #expect(running.room == 1, "both places are free, but three wait for the disk")
        begin(ids[3])
        #expect(running.room == 0)
        running.remove(ids[0])
        running.giveSlot()
        #expect(running.room == 1)
    }

    @Test("are not told of the loss of an earlier attempt")
    func otherEpoch() async {
        let running = RunningJobs(capacity: 2)
        let id = Job.ID.make()
        let aborts = insert(id, epoch: 2, in: running)
        running.abort(id, epoch: 1, .lost)
        running.abortAll(.shutdown)
        var iterator = aborts.makeAsyncIterator()
        #expect(await iterator.next()?.isShutdown == true)
    }

    @Test("are told to stop even if they began after the order")
    func lateStart() async {
        let running = RunningJobs(capacity: 2)
        running.abortAll(.shutdown)
        var iterator = insert(.make(), epoch: 1, in: running).makeAsyncIterator()
        #expect(await iterator.next()?.isShutdown == true)
    }
}

extension RunningJobs {
    /// Places for jobs that were all won.
    fileprivate func take(_ count: Int) {
        beginClaim(of: count)
        endClaim(unused: 0)
    }
}

extension JobSignal {
    fileprivate var isShutdown: Bool {
        if case .stop(.aborted(.shutdown)) = self { true } else { false }
    }
}
