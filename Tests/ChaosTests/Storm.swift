import ChaosJobs
import Jobs
import Tenancy
import TestSupport

/// Strikes with one planned fault after the other. Faults of workers overlap with all others; those of servers wait for
/// one another.
struct Storm: Sendable {
    let servers: Servers
    let seats: [Seat]
    let load: Load
    let pace: ChaosPace
    let recoveries: Recoveries
    /// How long anything may take to go on.
    let patience: Duration
    /// Each fault waits until all has recovered from the one before.
    let isCalm: Bool

    /// Returns when the last fault is over and all has recovered from it.
    func rage(_ plan: [PlannedFault]) async throws {
        let (idle, free) = AsyncStream<Seat>.makeStream()
        for seat in seats { free.yield(seat) }
        var next = idle.makeAsyncIterator()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for planned in plan {
                if planned.fault.isOnWorker {
                    guard let seat = await next.next() else { return }
                    let held = try await held(by: seat, at: planned)
                    group.addTask {
                        defer { free.yield(seat) }
                        try await measure(planned, held: held) { try await seat.suffer(planned) }
                    }
                } else {
                    let over = AsyncStream<Never>.makeStream()
                    let waiting = (try? await JudgeQueries.waiting(on: load.master.session)) ?? []
                    group.addTask {
                        try await measure(planned, held: waiting) {
                            defer { over.continuation.finish() }
                            try await servers.suffer(planned, pace: pace)
                        }
                    }
                    for await _ in over.stream {}
                }
                if isCalm { try await group.waitForAll() }
                try await Task.sleep(for: planned.pause)
            }
            try await group.waitForAll()
        }
    }

    /// The attempts that end with the worker, or stand still.
    private func held(by seat: Seat, at planned: PlannedFault) async throws -> [JudgeQueries.Held] {
        guard planned.fault.stopsJobs else { return [] }
        return (try? await JudgeQueries.held(by: seat.processID, on: load.master.session)) ?? []
    }

    /// Recovered is what takes a new job to its end, and has everything go on that the fault stopped.
    private func measure(
        _ planned: PlannedFault, held: [JudgeQueries.Held], _ suffer: @escaping @Sendable () async throws -> Void
    ) async throws {
        let start = ContinuousClock.now
        async let probed = time(since: start) { try await load.probe() }
        async let resumed = time(since: start) {
            try await patiently { try await JudgeQueries.haveMoved(held, on: load.master.session) }
        }
        try await suffer()
        let lasted = ContinuousClock.now - start
        if let probed = try await probed, let resumed = try await resumed {
            recoveries.note(planned.fault, lasted: lasted, recovered: max(probed, resumed))
        } else {
            recoveries.miss(planned.fault)
        }
    }

    /// `nil` when it takes longer than anything may.
    private func time(
        since start: ContinuousClock.Instant, _ body: @escaping @Sendable () async throws -> Void
    ) async throws -> Duration? {
        try await withThrowingTaskGroup(of: Duration?.self) { group in
            group.addTask {
                try await body()
                return ContinuousClock.now - start
            }
            group.addTask { [patience] in
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
