import Domain
import JobTestSupport
import LocalServers
import Postgres
import Redis
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("A relay", .timeLimit(.minutes(5)))
struct RelayTests {
    private func fetched(_ bench: JobBench) async throws -> [Job.ID] {
        try await bench.index.fetch(50, lease: .seconds(60)).leases.map(\.id)
    }

    @Test("tells Redis of a job whose writer died before it could")
    func orphan() async throws {
        try await withBench { bench in
            let id = try await bench.promise(JobRequest(Errand(), band: 2)).id
            try await bench.serving([bench.relay()]) { _ in
                try await eventually { try await fetched(bench) == [id] }
            }
        }
    }

    @Test("tells Redis when a delayed job becomes due, not before")
    func delayed() async throws {
        try await withBench { bench in
            let id = try await bench.promise(JobRequest(Errand(), delay: .seconds(600))).id
            try await bench.serving([bench.relay()]) { _ in
                try await eventually { try await bench.index.fetch(1, lease: .seconds(60)).nextDue != nil }
                #expect(try await fetched(bench).isEmpty)
                #expect(try await EnqueueQueries.hurry(id, on: bench.master.session) != nil)
                try await eventually { try await fetched(bench) == [id] }
            }
        }
    }

    @Test("offers the job of a dead worker again")
    func deserted() async throws {
        try await withBench { bench in
            let id = try await bench.promise(JobRequest(Errand())).id
            let worker = try await bench.makeWorker()
            #expect(try await bench.claim(id, by: worker) != nil)
            try await bench.serving([bench.relay()]) { _ in
                try await eventually { try await bench.keys.names.contains("meta") }
                #expect(try await fetched(bench).isEmpty)
                try await bench.silence(worker)
                try await eventually { try await fetched(bench) == [id] }
            }
        }
    }

    @Test("goes on with its other work while very many jobs of dead workers wait")
    func manyDeserted() async throws {
        try await withBench { bench in
            let worker = try await bench.makeWorker()
            try await bench.silence(worker)
            try await bench.master.session.execute(
                """
                insert into job_queue (id, kind, state, worker_id, deadline_at, epoch)
                select gen_random_uuid(), 'errand', 'running', \(worker), now(), nextval('job_epoch') from generate_series(1, 1200)
                """)
            try await bench.serving([bench.relay()]) { _ in
                try await eventually {
                    try await bench.keys.names.count
                } satisfies: {
                    $0 >= 1_200
                }
                let lease = try #require(await bench.index.fetch(1, lease: .seconds(60)).leases.first)
                try await bench.keys.endLease(of: lease.id)
                try await eventually { try await IndexSnapshot(of: bench.keys).ids(.leased).isEmpty }
            }
        }
    }

    /// One look at what is new.
    private func look(_ bench: JobBench) async throws -> [Job.ID] {
        var timing = JobTiming.brisk
        timing.relayGrace = .zero
        timing.relayOverlap = .seconds(60)
        return try await bench.master.transaction { master in
            let standing = try #require(await RelayQueries.begin(timing, on: master))
            let position = RelayQueries.Position(since: standing.from)
            let found = try await RelayQueries.unseen(after: position, until: standing.until, limit: 10, on: master)
            try await RelayQueries.end(standing, isAll: false, incarnation: "a b", again: [], on: master)
            return found.entries.map(\.id)
        }
    }

    @Test("names a job once, and one that was committed after a look that came later than it began to wait")
    func late() async throws {
        try await withBench { bench in
            let id = try await bench.promise(JobRequest(Errand())).id
            let late = try await bench.master.transaction { open in
                let late = try await bench.queue.enqueue(JobRequest(Errand()), on: open).id
                #expect(try await look(bench) == [id])
                #expect(try await look(bench).isEmpty)
                return late
            }
            #expect(try await look(bench) == [late])
            #expect(try await look(bench).isEmpty)
            #expect(try await EnqueueQueries.hurry(id, on: bench.master.session) != nil)
            #expect(try await look(bench) == [id], "it waits anew")
        }
    }

    @Test("names a job again that was lent when it was named, and then forgotten by whoever had it")
    func lent() async throws {
        try await withBench { bench in
            var timing = JobTiming.brisk
            timing.republish = .seconds(600)
            timing.relayOverlap = .zero
            let id = try await bench.request(JobRequest(Errand()))
            let lease = try #require(await bench.index.fetch(1, lease: .seconds(60)).leases.first)
            try await bench.serving([bench.relay(timing)]) { _ in
                try await eventually {
                    try await bench.master.session.first(
                        "select exists (select from job_relay, job_queue where swept_until > waiting_since)",
                        as: Bool.self) ?? false
                }
                try await bench.index.ack([lease])
                try await eventually { try await fetched(bench) == [id] }
            }
        }
    }

    @Test("compares everything when Redis was started, which may have forgotten what came last")
    func restarted() async throws {
        try await withRedis(.init(durability: .safe)) { server in
            try await withBench(redis: RedisEndpoint(parsing: server.url())) { bench in
                var timing = JobTiming.brisk
                timing.republish = .seconds(600)
                timing.relayOverlap = .zero
                let id = try await bench.request(JobRequest(Errand()))
                try await bench.serving([bench.relay(timing)]) { _ in
                    try await eventually {
                        try await bench.master.session.first(
                            "select exists (select from job_relay, job_queue where swept_until > waiting_since)",
                            as: Bool.self) ?? false
                    }
                    try await bench.index.cancel([id])
                    await server.crash()
                    try await server.restart()
                    try await eventually(within: .seconds(30)) { (try? await fetched(bench)) == [id] }
                }
            }
        }
    }

    @Test("finds by comparing that a job is due sooner than Redis knows, when nobody could tell it")
    func hurriedUnseen() async throws {
        try await withBench { bench in
            let id = try await bench.request(JobRequest(Errand(), delay: .seconds(600)))
            // As if it had been committed long after it was written: behind the back of every look at what is new.
            try await bench.master.session.execute("update job_queue set run_at = now(), waiting_since = '2020-01-01'")
            try await bench.serving([bench.relay()]) { _ in
                try await eventually { try await fetched(bench) == [id] }
            }
        }
    }

    @Test("tells everything again when Redis has lost it")
    func flushed() async throws {
        try await withBench { bench in
            var timing = JobTiming.brisk
            timing.republish = .seconds(600)
            var ids: Set<Job.ID> = []
            for number in 0..<3 { ids.insert(try await bench.promise(JobRequest(Errand(number: number))).id) }
            try await bench.serving([bench.relay(timing), bench.relay(timing)]) { _ in
                for _ in 0..<3 {
                    var known: Set<Job.ID> = []
                    try await eventually {
                        known.formUnion(try await fetched(bench))
                        return known == ids
                    }
                    try await bench.redis.send(["FLUSHDB"])
                }
            }
        }
    }
}
