import Domain
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing

@testable import Jobs

extension JobRunnerTests {
    @Suite("that is told to stop")
    struct Shutdown {
        @Test("lets a short job finish, hands a long one back uncounted, and takes no new one")
        func handOver() async throws {
            try await withBench { bench in
                let (started, gate) = (Journal<Int>(), Gate())
                let handler = ScriptedHandler<Errand> { errand, context in
                    started.note(errand.number)
                    if errand.number == 1 { try await workForEver() }
                    try await gate.pass()
                    return .effect(of: context)
                }
                let short = try await bench.request(JobRequest(Errand(number: 0)))
                let long = try await bench.request(JobRequest(Errand(number: 1)))
                let runner = bench.runner(handler, concurrency: 2) { $0.drain = .seconds(1) }
                let unseen = try await bench.serving([runner]) { group in
                    try await started.reaches(2)
                    await group.triggerGracefulShutdown()
                    let unseen = try await bench.request(JobRequest(Errand(number: 2)))
                    gate.open()
                    try await bench.job(short, is: .succeeded)
                    return unseen
                }
                let handedBack = try await bench.job(long)
                #expect(handedBack.state == .queued && handedBack.attempt == 0)
                #expect(try await bench.outcomes(of: long) == ["released"])
                #expect(try await bench.job(unseen).state == .queued)
                #expect(Set(started.entries) == [0, 1])

                let heir = bench.runner(ScriptedHandler<Errand>.effective)
                try await bench.serving([heir]) { _ in
                    #expect(try await bench.job(long, is: .succeeded).attempt == 1)
                    try await bench.job(unseen, is: .succeeded)
                }
                #expect(try await bench.effects.sorted { "\($0)" < "\($1)" } == [short, long, unseen])
            }
        }

        @Test("is gone as soon as its last job is done")
        func promptness() async throws {
            try await withBench { bench in
                let (started, gate) = (Journal<Int>(), Gate())
                let handler = ScriptedHandler<Errand> { errand, context in
                    started.note(errand.number)
                    try await gate.pass()
                    return .effect(of: context)
                }
                let id = try await bench.request(JobRequest(Errand()))
                let runner = bench.runner(handler, concurrency: 1) { $0.drain = .seconds(100) }
                let start = ContinuousClock.now
                try await bench.serving([runner]) { group in
                    try await started.reaches(1)
                    await group.triggerGracefulShutdown()
                    gate.open()
                }
                #expect(ContinuousClock.now - start < .seconds(50))
                #expect(try await bench.effects == [id])
            }
        }

        @Test("takes the result of a job that finishes although it was told to stop")
        func finishesAnyway() async throws {
            try await withBench { bench in
                let (started, stopped) = (Journal<Int>(), Journal<Int>())
                let handler = ScriptedHandler<Errand> { errand, context in
                    started.note(errand.number)
                    do { try await workForEver() } catch { stopped.note(errand.number) }
                    return .effect(of: context)
                }
                let id = try await bench.request(JobRequest(Errand()))
                let runner = bench.runner(handler) { $0.drain = .milliseconds(50) }
                try await bench.serving([runner]) { _ in try await started.reaches(1) }
                #expect(stopped.entries.count == 1)
                #expect(try await bench.job(id).state == .succeeded)
                #expect(try await bench.effects == [id])
            }
        }
    }
}
