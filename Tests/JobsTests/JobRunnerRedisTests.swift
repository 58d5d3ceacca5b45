import Domain
import LocalServers
import Postgres
import Redis
import Tenancy
import TestSupport
import Testing

@testable import Jobs

extension JobRunnerTests {
    @Suite("whose Redis fails")
    struct RedisFaults {
        /// Rows are never announced twice by their age alone: only noticing the loss helps.
        private var trusting: JobTiming {
            var timing = JobTiming.brisk
            timing.republish = .seconds(600)
            return timing
        }

        private func requestMany(_ count: Int, delay: Duration = .zero, _ bench: JobBench) async throws -> [Job.ID] {
            var ids: [Job.ID] = []
            for number in 0..<count {
                ids.append(try await bench.request(JobRequest(Errand(number: number), delay: delay)))
            }
            return ids
        }

        private func expectEachEffectOnce(_ ids: [Job.ID], _ bench: JobBench) async throws {
            try await eventually(within: .seconds(60)) {
                try await bench.master.session.first(
                    "select count(*) from job_queue where state = 'succeeded'", as: Int64.self)
            } satisfies: {
                $0 == Int64(ids.count)
            }
            let effects = try await bench.effects
            #expect(effects.count == ids.count && Set(effects) == Set(ids))
        }

        @Test("runs each waiting job once after FLUSHALL")
        func flushed() async throws {
            try await withRedis { server in
                try await withBench(redis: RedisEndpoint(parsing: server.url())) { bench in
                    let slow = ScriptedHandler<Errand> { _, context in
                        try await Task.sleep(for: .milliseconds(20))
                        return .effect(of: context)
                    }
                    let runner = bench.runner(slow, concurrency: 2)
                    try await bench.serving([runner, bench.relay(trusting)]) { _ in
                        var ids = try await requestMany(10, delay: .seconds(2), bench)
                        ids += try await requestMany(40, bench)
                        // Every row has been announced, so that the relay has no other reason to look at it.
                        try await eventually {
                            try await bench.master.session.first(
                                """
                                select not exists (
                                    select from job_queue q, job_relay r
                                    where q.state = 'queued' and q.waiting_since > r.swept_until)
                                """, as: Bool.self) ?? false
                        }
                        let left = try await bench.master.session.first(
                            "select count(*) from job_queue where state = 'queued'", as: Int64.self)
                        #expect(left ?? 0 >= 10)
                        try await bench.redis.send(["FLUSHALL"])
                        try await expectEachEffectOnce(ids, bench)
                    }
                }
            }
        }

        @Test("runs each waiting job once after Redis was killed and came back empty")
        func killed() async throws {
            try await withRedis { server in
                try await withBench(redis: RedisEndpoint(parsing: server.url()), commandTimeout: .seconds(1)) { bench in
                    let handler = ScriptedHandler<Errand> { _, context in
                        try await Task.sleep(for: .milliseconds(20))
                        return .effect(of: context)
                    }
                    let runner = bench.runner(handler, concurrency: 2)
                    try await bench.serving([runner, bench.relay(trusting)]) { _ in
                        var ids = try await requestMany(10, delay: .seconds(4), bench)
                        ids += try await requestMany(30, bench)
                        try await eventually {
                            try await bench.effects.count
                        } satisfies: {
                            $0 > 3
                        }
                        await server.crash()
                        let before = try await bench.effects.count
                        try await eventually {
                            try await bench.effects.count
                        } satisfies: {
                            $0 > before
                        }
                        try await server.restart()
                        try await expectEachEffectOnce(ids, bench)
                    }
                }
            }
        }

        @Test("runs jobs from the table when there never was one")
        func absent() async throws {
            try await withBench(redis: unreachableRedis(), commandTimeout: .milliseconds(100)) { bench in
                let handler = ScriptedHandler<Errand> { _, context in
                    guard context.attempt == 2 else { throw Mishap.retry }
                    return .effect(of: context)
                }
                let runners = [bench.runner(handler), bench.runner(handler)]
                try await bench.serving(runners + [bench.relay()]) { _ in
                    let ids = try await requestMany(20, bench)
                    try await expectEachEffectOnce(ids, bench)
                }
            }
        }

        @Test("is not held up by jobs that it cannot run")
        func obstacles() async throws {
            try await withBench(redis: unreachableRedis(), commandTimeout: .milliseconds(100)) { bench in
                let holder = try await bench.makeWorker()
                let held = try await bench.request(JobRequest(Errand(), serialKey: "one"))
                #expect(try await bench.claim(held, by: holder) != nil)
                for _ in 0..<5 {
                    try await bench.request(JobRequest(Errand(), serialKey: "one"))
                    try await bench.request(JobRequest(BriefErrand()))
                }
                let runner = bench.runner(ScriptedHandler<Errand>.effective, concurrency: 2) {
                    $0.timing.silence = .seconds(60)
                }
                try await bench.serving([runner]) { _ in
                    let id = try await bench.request(JobRequest(Errand()))
                    try await bench.job(id, is: .succeeded)
                }
                #expect(try await bench.effects.count == 1)
            }
        }

        @Test("takes a dead worker's job before it has emptied the line")
        func deserted() async throws {
            try await withBench(redis: unreachableRedis(), commandTimeout: .milliseconds(100)) { bench in
                let id = try await bench.request(JobRequest(Errand(number: -1)))
                let holder = try await bench.makeWorker()
                #expect(try await bench.claim(id, by: holder) != nil)
                try await bench.silence(holder)
                _ = try await requestMany(30, bench)
                let order = Journal<Int>()
                let handler = ScriptedHandler<Errand> { errand, context in
                    order.note(errand.number)
                    return .effect(of: context)
                }
                try await bench.serving([bench.runner(handler, concurrency: 2)]) { _ in try await order.reaches(31) }
                #expect(try #require(order.entries.firstIndex(of: -1)) < 4)
            }
        }
    }
}
