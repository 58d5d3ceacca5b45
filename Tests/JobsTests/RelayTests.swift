import Domain
import Postgres
import Redis
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("A relay", .timeLimit(.minutes(1)))
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
                #expect(try await EnqueueQueries.hurry(id, on: bench.master.session))
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
                insert into job_queue (id, kind, state, worker_id, deadline_at)
                select gen_random_uuid(), 'errand', 'running', \(worker), now() from generate_series(1, 1200)
                """)
            try await bench.serving([bench.relay()]) { _ in
                try await eventually {
                    try await bench.keys.names.count
                } satisfies: {
                    $0 >= 1_200
                }
                let lease = try #require(await bench.index.fetch(1, lease: .seconds(60)).leases.first)
                try await bench.keys.endLease(of: lease.id)
                try await eventually { try await IndexSnapshot(of: bench.keys).leased.isEmpty }
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
