import Domain
import Metrics
import Postgres
import Telemetry
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("The gauges of queues", .timeLimit(.minutes(5)))
struct QueueGaugesTests {
    private func gauges(_ bench: JobBench, _ registry: MetricsRegistry) -> QueueGauges {
        QueueGauges(
            master: bench.master, factory: registry, interval: .milliseconds(50), silence: .seconds(10), logger: quiet)
    }

    @Test("show what stands in each queue, fall back to 0, and vanish while the master database cannot be asked")
    func standing() async throws {
        try await withBench { bench in
            let registry = MetricsRegistry()
            let worker = try await bench.makeWorker(queues: ["default", "remote"])
            _ = try await bench.promise(JobRequest(Errand()))
            _ = try await bench.promise(JobRequest(Errand(), delay: .seconds(600)))
            let running = try await bench.promise(JobRequest(Errand())).id
            _ = try #require(try await bench.claim(running, by: worker))
            let old = try await bench.promise(JobRequest(RemoteErrand())).id
            try await bench.master.session.execute(
                "update job_queue set run_at = now() - interval '90 s' where id = \(old)")
            try await bench.serving([gauges(bench, registry)]) { _ in
                func jobs(_ queue: String, _ state: String) -> Double? {
                    MetricLines(registry)[#"tenantry_jobs{queue="\#(queue)",state="\#(state)"}"#]
                }
                try await eventually { jobs("default", "queued") == 1 && jobs("remote", "queued") == 1 }
                #expect(jobs("default", "scheduled") == 1 && jobs("default", "running") == 1)
                #expect(jobs("default", "failed") == 0 && jobs("remote", "running") == 0)
                #expect(MetricLines(registry)[#"tenantry_workers{queue="remote"}"#] == 1)
                let oldest = MetricLines(registry)[#"tenantry_jobs_oldest_waiting_seconds{queue="remote"}"#] ?? 0
                #expect(90..<150 ~= oldest)

                try await bench.master.session.execute(
                    "update job_queue set state = 'action_required' where id = \(old)")
                try await eventually { jobs("remote", "action_required") == 1 && jobs("remote", "queued") == 0 }

                try await bench.master.session.execute("alter table job_queue rename to away")
                try await eventually { MetricLines(registry).count(of: "tenantry_") == 0 }
                try await bench.master.session.execute("alter table away rename to job_queue")
                try await eventually { jobs("default", "queued") == 1 }
            }
        }
    }

    @Test("are counted without reading the rows of jobs that are over")
    func plan() async throws {
        try await withBench { bench in
            try await bench.master.session.execute(
                """
                insert into job_queue (id, kind, state, percent, finished_at)
                select gen_random_uuid(), 'errand', 'succeeded', 100, now() from generate_series(1, 50000)
                """)
            try await bench.master.session.execute("analyze job_queue")
            let plan = try await bench.master.session.all(
                "explain \(fragment: QueueGaugeQueries.counts)", as: String.self)
            #expect(!plan.contains { $0.contains("Seq Scan") }, "\(plan.joined(separator: "\n"))")
        }
    }
}
