import Domain
import Postgres
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing

@testable import Jobs

/// After bullmq's tests of `keepLastIfActive`: never two at once, and exactly one more run, with what was asked for last.
@Suite("A job of which only the newest request counts", .timeLimit(.minutes(5)))
struct LatestRequestTests {
    private func request(_ number: Int, delay: Duration = .zero) -> JobRequest<Errand> {
        JobRequest(Errand(number: number), uniqueKey: "k", uniqueness: .latest, delay: delay)
    }

    @Test("takes over what is asked while it waits, and comes no later than any of it")
    func waiting() async throws {
        try await withBench { bench in
            let first = try await bench.promise(request(1, delay: .seconds(600)))
            let second = try await bench.promise(request(2))
            let third = try await bench.promise(request(3, delay: .seconds(600)))
            #expect(first.isNew && !second.isNew && !third.isNew && second.id == first.id && third.id == first.id)
            let claimed = try #require(await bench.claim(first.id, by: bench.makeWorker()))
            #expect(try JobRegistry.decode(claimed.payload) == Errand(number: 3))
        }
    }

    @Test(
        "runs once more, with the newest, however the first run ends",
        arguments: [JobOutcome.done, nil, .snooze(.zero)].map(First.init))
    func running(_ first: First) async throws {
        try await withBench { bench in
            let (runs, gate) = (Journal<Int>(), Gate())
            let atOnce = Journal<Int>()
            let handler = ScriptedHandler<Errand> { errand, _ in
                atOnce.note(1)
                defer { atOnce.note(-1) }
                runs.note(errand.number)
                guard errand.number == 0 else { return .done }
                try await gate.pass()
                guard let outcome = first.outcome else { throw Mishap.retry }
                return outcome
            }
            let runners = [bench.runner(handler), bench.runner(handler), bench.relay()] as [any Service]
            try await bench.serving(runners) { _ in
                let id = try await bench.request(request(0))
                try await runs.reaches(1)
                var later: Set<Job.ID> = []
                for number in 1...50 { later.insert(try await bench.request(request(number))) }
                let next = try #require(later.first)
                #expect(later.count == 1 && next != id)
                gate.open()
                try await bench.job(next, is: .succeeded)
                #expect(runs.entries == [0, 50])
                let job = try await bench.job(id)
                #expect(job.state == (first.isDone ? .succeeded : .failed))
                #expect(job.error?.code == (first.isDone ? nil : "superseded"))
            }
            var (now, most) = (0, 0)
            for change in atOnce.entries {
                now += change
                most = max(most, now)
            }
            #expect(most == 1)
        }
    }

    @Test("waits with the newest while its queue is paused")
    func paused() async throws {
        try await withBench { bench in
            let runs = Journal<Int>()
            let handler = ScriptedHandler<Errand> { errand, _ in
                runs.note(errand.number)
                return .done
            }
            #expect(try await OperatorQueries.pause(.queue, "default", reason: nil, by: nil, on: bench.master.session))
            try await bench.serving([bench.runner(handler), bench.relay()]) { _ in
                var ids: Set<Job.ID> = []
                for number in 1...20 { ids.insert(try await bench.request(request(number))) }
                #expect(try await OperatorQueries.resume(.queue, "default", on: bench.master.session))
                try await bench.job(try #require(ids.first), is: .succeeded)
                #expect(ids.count == 1 && runs.entries == [20])
            }
        }
    }

    @Test("asked for fifty times at once, while workers take it, ends with the last that was committed")
    func race() async throws {
        try await withBench { bench in
            let runs = Journal<Int>()
            let handler = ScriptedHandler<Errand> { errand, _ in
                runs.note(errand.number)
                return .done
            }
            try await bench.serving([bench.runner(handler), bench.runner(handler), bench.relay()]) { _ in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 1...50 { group.addTask { try await bench.request(request(number)) } }
                    try await group.waitForAll()
                }
                let last = try await bench.request(request(51))
                try await bench.job(last, is: .succeeded)
                #expect(runs.entries.last == 51)
                let left = try await bench.master.session.first(
                    "select count(*) from job_queue where state <> 'succeeded'", as: Int64.self)
                #expect(left == 0)
            }
        }
    }

    @Test("that has failed is not started over while a newer one waits")
    func startingOver() async throws {
        try await withBench { bench in
            let old = try await bench.promise(request(1))
            let worker = try await bench.makeWorker()
            let attempt = try #require(await bench.claim(old.id, by: worker)).key
            let stopped = try await CompletionQueries.stop(
                attempt, as: .failed, failure: .refused, on: bench.master.session)
            #expect(stopped)
            _ = try await bench.promise(request(2))
            await #expect(throws: JobReplaced.self) { try await bench.operations.retry(old.id, by: nil) }
            #expect(try await bench.job(old.id).state == .failed)
        }
    }

    /// How the first run ends.
    struct First: Sendable, CustomTestStringConvertible {
        let outcome: JobOutcome?
        var isDone: Bool { if case .done = outcome { true } else { false } }
        var testDescription: String { outcome.map { "\($0)" } ?? "an error" }
    }
}
