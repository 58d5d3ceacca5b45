import Domain
import JobTestSupport
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("A canceled job", .timeLimit(.minutes(5)))
struct CancellationTests {
    private static let effectful = ScriptedHandler<Errand>(
        settlement: { failure, master in
            try await master.execute("insert into effects select id from job_queue where \(failure.code) = 'canceled'")
        },
        script: { _, context in .effect(of: context) })

    private func cancellation(_ bench: JobBench) -> JobCancellation {
        JobCancellation(master: bench.master, index: bench.index, subjects: .of(Self.effectful), logger: quiet)
    }

    private func cancel(_ id: Job.ID, in bench: JobBench) async throws -> Job {
        try await cancellation(bench).cancel(id) { _, _ in }
    }

    @Test("that waits is over at once, its subject told, and never starts", arguments: JobState.waiting)
    func waiting(_ state: JobState) async throws {
        try await withBench { bench in
            let id = try await bench.request(JobRequest(Errand(), steps: ["a"]))
            try await bench.master.session.execute("update job_queue set state = \(state) where id = \(id)")
            let job = try await cancel(id, in: bench)
            #expect(job.state == .canceled && job.finishedAt != nil && job.shownError == .canceled)
            #expect(try await bench.effects == [id])
            let places = try await IndexSnapshot(of: bench.keys).places
            #expect(places.isEmpty)

            let started = Journal<Int>()
            let handler = ScriptedHandler<Errand> { errand, _ in
                started.note(errand.number)
                return .done
            }
            try await bench.serving([bench.runner(handler), bench.relay()]) { _ in
                let next = try await bench.request(JobRequest(Errand(number: 1)))
                try await bench.job(next, is: .succeeded)
            }
            #expect(started.entries == [1])
            #expect(try await bench.job(id).state == .canceled)
        }
    }

    @Test("that runs is told at once, wherever the order was given, and ends without effect")
    func running() async throws {
        try await withBench { bench in
            let started = Journal<Int>()
            let handler = ScriptedHandler<Errand>(settlement: Self.effectful.settlement) { errand, _ in
                started.note(errand.number)
                try await workForEver()
            }
            let id = try await bench.request(JobRequest(Errand(), steps: ["a"]))
            // No heartbeat finds it before the test has given up.
            let runner = bench.runner(handler) { $0.timing.beat = .seconds(600) }
            try await bench.serving([runner, bench.events]) { _ in
                try await started.reaches(1)
                try await bench.listens()
                #expect(try await cancel(id, in: bench).state == .running)
                #expect(try await bench.job(id, is: .canceled).attempt == 1)
            }
            #expect(try await bench.outcomes(of: id) == ["canceled"])
            #expect(try await bench.effects == [id], "its subject was told once")
        }
    }

    @Test("that runs is found by its worker's heartbeat when nobody could tell it")
    func byHeartbeat() async throws {
        try await withBench { bench in
            let started = Journal<Int>()
            let handler = ScriptedHandler<Errand> { errand, _ in
                started.note(errand.number)
                try await workForEver()
            }
            let id = try await bench.request(JobRequest(Errand()))
            try await bench.serving([bench.runner(handler)]) { _ in  // nothing listens
                try await started.reaches(1)
                _ = try await cancel(id, in: bench)
                try await bench.job(id, is: .canceled)
            }
        }
    }

    @Test("that is done all the same has succeeded")
    func finishesAnyway() async throws {
        try await withBench { bench in
            let (started, stopped) = (Journal<Int>(), Journal<Int>())
            let handler = ScriptedHandler<Errand> { errand, context in
                started.note(errand.number)
                do { try await workForEver() } catch { stopped.note(errand.number) }
                return .effect(of: context)
            }
            let id = try await bench.request(JobRequest(Errand()))
            try await bench.serving([bench.runner(handler), bench.events]) { _ in
                try await started.reaches(1)
                _ = try await cancel(id, in: bench)
                try await bench.job(id, is: .succeeded)
            }
            #expect(stopped.entries.count == 1)
            #expect(try await bench.effects == [id])
        }
    }

    @Test("whose worker died is ended by the next one, which does not run it")
    func deadWorker() async throws {
        try await withBench { bench in
            let id = try await bench.request(JobRequest(Errand()))
            let victim = try await bench.makeWorker()
            _ = try #require(await bench.claim(id, by: victim))
            _ = try await cancel(id, in: bench)
            try await bench.silence(victim)
            try await bench.serving([bench.runner(Self.effectful), bench.relay()]) { _ in
                try await bench.job(id, is: .canceled)
            }
            #expect(try await bench.outcomes(of: id) == ["lost", "canceled"])
            #expect(try await bench.effects == [id])
        }
    }

    @Test("does not go on, however its attempt ends")
    func endings() async throws {
        try await withBench { bench in
            let settlement = bench.settlement(Self.effectful)
            let endings: [JobEnding] = [
                .failed(Mishap.retry), .failed(Mishap(verdict: .bury(.refused))), .timedOut, .poison,
                .failed(Mishap(verdict: .actionRequired(.refused))), .aborted(.canceled), .failed(CancellationError()),
            ]
            for ending in endings {
                let id = try await bench.promise(JobRequest(Errand())).id
                let claimed = try #require(await bench.claim(id, by: bench.makeWorker()))
                _ = try await cancel(id, in: bench)
                await settlement.settle(claimed, ending, lease: nil, logger: quiet)
                #expect(try await bench.job(id).state == .canceled, "after \(ending)")
            }
            for ending in [JobEnding.aborted(.shutdown), .outcome(.snooze(.seconds(900)))] {
                let id = try await bench.promise(JobRequest(Errand())).id
                let claimed = try #require(await bench.claim(id, by: bench.makeWorker()))
                _ = try await cancel(id, in: bench)
                await settlement.settle(claimed, ending, lease: nil, logger: quiet)
                let again = try #require(await bench.claim(id, by: bench.makeWorker()), "it is due at once")
                #expect(again.isCanceled)
            }
        }
    }

    @Test("is refused when it is over, or somebody else's, and stays as it is")
    func refusals() async throws {
        try await withBench { bench in
            for state in [JobState.succeeded, .failed, .canceled] {
                let id = try await bench.promise(JobRequest(Errand())).id
                try await bench.master.session.execute(
                    "update job_queue set state = \(state), finished_at = now(), percent = 100 where id = \(id)")
                let before = try await bench.job(id)
                await #expect(throws: JobFinished(state: state)) { try await cancel(id, in: bench) }
                #expect(try await bench.job(id) == before)
            }
            let id = try await bench.promise(JobRequest(Errand())).id
            await #expect(throws: JobNotFound()) { try await cancellation(bench).cancel(id, of: .make()) }
            await #expect(throws: JobNotFound()) { try await cancellation(bench).cancel(.make(), of: .make()) }
            await #expect(throws: Mishap.self) {
                try await cancellation(bench).cancel(id) { _, _ in throw Mishap.retry }
            }
            #expect(try await bench.job(id).state == .queued)
        }
    }

    @Test("and its attempt, racing, end in one of two ways: an effect and success, or neither")
    func race() async throws {
        try await withBench { bench in
            let handler = ScriptedHandler<Errand> { errand, context in
                try await Task.sleep(for: .microseconds(errand.number * 137 % 4_000))
                return .effect(of: context)
            }
            let runner = bench.runner(handler, concurrency: 8)
            let cancellation = JobCancellation(
                master: bench.master, index: bench.index, subjects: .of(handler), logger: quiet)
            let jobs = try await bench.serving([runner, bench.relay(), bench.events]) { _ in
                try await withThrowingTaskGroup(of: Job.ID.self) { group in
                    for number in 0..<150 {
                        group.addTask {
                            let id = try await bench.request(JobRequest(Errand(number: number)))
                            try await Task.sleep(for: .microseconds(number * 89 % 7_000))
                            do { _ = try await cancellation.cancel(id) { _, _ in } } catch is JobFinished {}
                            return id
                        }
                        if number >= 8 { _ = try await group.next() }
                    }
                    try await group.waitForAll()
                }
                return try await eventually(within: .seconds(30)) {
                    try await bench.master.session.all(
                        "select id, state from job_queue", as: (Job.ID, JobState).self)
                } satisfies: {
                    $0.allSatisfy { $0.1.isFinal }
                }
            }
            let succeeded = Set(jobs.filter { $0.1 == .succeeded }.map(\.0))
            #expect(jobs.count == 150 && jobs.allSatisfy { $0.1 == .succeeded || $0.1 == .canceled })
            #expect(try await bench.effects.count == succeeded.count)
            #expect(try await Set(bench.effects) == succeeded)
        }
    }
}

extension JobState {
    static let waiting: [JobState] = [.queued, .retrying, .actionRequired]
}
