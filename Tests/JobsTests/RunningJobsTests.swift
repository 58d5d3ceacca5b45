import Domain
import Testing

@testable import Jobs

@Suite("The jobs that a worker runs", .timeLimit(.minutes(1)))
struct RunningJobsTests {
    private func insert(_ id: Job.ID, epoch: Int64, in running: RunningJobs) -> AsyncStream<RunningJobs.Abort> {
        let (aborts, abort) = AsyncStream<RunningJobs.Abort>.makeStream()
        running.insert(id, .init(epoch: epoch, lease: nil, abort: abort))
        return aborts
    }

    @Test("can be waited for again after a wait was cancelled")
    func cancelledWait() async {
        let running = RunningJobs(capacity: 1)
        running.takeSlot()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await running.waitForRoom() }
            group.cancelAll()
        }
        #expect(running.free == 0)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await running.waitUntilIdle()
                #expect(running.free == 1)
            }
            for _ in 0..<1_000 { await Task.yield() }
            running.giveSlot()
        }
    }

    @Test("make room one by one, and are idle after the last")
    func room() async {
        let running = RunningJobs(capacity: 2)
        running.takeSlot()
        await running.waitForRoom()
        running.takeSlot()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await running.waitForRoom()
                #expect(running.free >= 1)
                await running.waitUntilIdle()
                #expect(running.free == 2)
            }
            for _ in 0..<1_000 { await Task.yield() }
            running.giveSlot()
            for _ in 0..<1_000 { await Task.yield() }
            running.giveSlot()
        }
    }

    @Test("are not told of the loss of an earlier attempt")
    func otherEpoch() async {
        let running = RunningJobs(capacity: 2)
        let id = Job.ID.make()
        let aborts = insert(id, epoch: 2, in: running)
        running.abort(id, epoch: 1, .lost)
        running.abortAll(.shutdown)
        var iterator = aborts.makeAsyncIterator()
        #expect(await iterator.next() == .shutdown)
    }

    @Test("are told to stop even if they began after the order")
    func lateStart() async {
        let running = RunningJobs(capacity: 2)
        running.abortAll(.shutdown)
        var iterator = insert(.make(), epoch: 1, in: running).makeAsyncIterator()
        #expect(await iterator.next() == .shutdown)
    }
}
