import Domain
import Metrics
import Postgres
import Telemetry
import Tenancy
import TestSupport
import Testing

@testable import Jobs

extension JobRunnerTests {
    @Suite("that is measured")
    struct Measured {
        @Test("counts attempts by their ends, and how long jobs waited and ran")
        func attempts() async throws {
            try await withBench { bench in
                let registry = MetricsRegistry()
                let handler = ScriptedHandler<Errand> { errand, context in
                    switch errand.number {
                    case 1 where context.attempt == 1: throw Mishap.retry
                    case 2: throw Mishap(verdict: .bury(.unexpected))
                    case 3: throw Mishap(verdict: .actionRequired(.refused))
                    default: return .effect(of: context)
                    }
                }
                let runner = bench.runner(handler, metrics: JobMetrics(factory: registry))
                try await bench.serving([runner]) { _ in
                    for (number, state) in [
                        (0, JobState.succeeded), (1, .succeeded), (2, .failed), (3, .actionRequired),
                    ] {
                        let id = try await bench.request(JobRequest(Errand(number: number)))
                        try await bench.job(id, is: state)
                    }
                }
                let lines = MetricLines(registry)
                let ends = ["succeeded": 2, "retry": 1, "failed": 1, "action_required": 1, "released": 0, "lost": 0]
                for (outcome, count) in ends {
                    #expect(
                        lines[#"tenantry_job_attempts_total{kind="errand",outcome="\#(outcome)"}"#] == Double(count))
                }
                #expect(lines[#"tenantry_job_queue_seconds_count{kind="errand",queue="default"}"#] == 5)
                let ran = #"{kind="errand",outcome="succeeded",queue="default"}"#
                #expect(lines["tenantry_job_run_seconds_count\(ran)"] == 2)
                #expect(lines[#"tenantry_job_rescues_total{reason="worker"}"#] == 0)
                #expect(lines["tenantry_jobs_degraded"] == 0)
            }
        }

        @Test("counts jobs that it takes over, from the dead and from the late, and not as waiting")
        func rescues() async throws {
            try await withBench { bench in
                let registry = MetricsRegistry()
                let (dead, late) = (try await bench.makeWorker(), try await bench.makeWorker())
                let orphan = try await bench.promise(JobRequest(Errand())).id
                let overdue = try await bench.promise(JobRequest(Errand())).id
                _ = try #require(try await bench.claim(orphan, by: dead))
                _ = try #require(try await bench.claim(overdue, by: late))
                try await bench.silence(dead)
                try await bench.master.session.execute(
                    """
                    update job_queue set deadline_at = now() - interval '1 minute' where id = \(overdue)
                    """)
                try await bench.master.session.execute(
                    "update workers set beat_at = now() + interval '1 hour' where id = \(late)")
                let runner = bench.runner(.effective, metrics: JobMetrics(factory: registry))
                try await bench.serving([runner, bench.relay()]) { _ in
                    for id in [orphan, overdue] { try await bench.job(id, is: .succeeded) }
                }
                let lines = MetricLines(registry)
                #expect(lines[#"tenantry_job_rescues_total{reason="worker"}"#] == 1)
                #expect(lines[#"tenantry_job_rescues_total{reason="deadline"}"#] == 1)
                #expect(lines[#"tenantry_job_queue_seconds_count{kind="errand",queue="default"}"#] == nil)
            }
        }

        @Test("says that it does without Redis, and for how long")
        func degraded() async throws {
            try await withBench(redis: unreachableRedis()) { bench in
                let registry = MetricsRegistry()
                let runner = bench.runner(.effective, metrics: JobMetrics(factory: registry))
                try await bench.serving([runner]) { _ in
                    try await bench.job(bench.promise(JobRequest(Errand())).id, is: .succeeded)
                    try await eventually {
                        MetricLines(registry)["tenantry_jobs_degraded_seconds_total"] ?? 0
                    } satisfies: {
                        $0 > 0
                    }
                    #expect(MetricLines(registry)["tenantry_jobs_degraded"] == 1)
                }
            }
        }

        @Test("counts how often Redis lost its index, and not its first life")
        func rebuilds() async throws {
            try await withBench { bench in
                let registry = MetricsRegistry()
                let relay = bench.relay(metrics: JobMetrics(factory: registry))
                try await bench.serving([relay]) { _ in
                    let swept = "select count(*) from job_relay where incarnation <> ''"
                    try await eventually {
                        try await bench.master.session.first("\(raw: swept)", as: Int64.self) == 1
                    }
                    #expect(MetricLines(registry)["tenantry_index_rebuilds_total"] == 0)
                    try await bench.index.wipe()
                    try await eventually { MetricLines(registry)["tenantry_index_rebuilds_total"] == 1 }
                }
            }
        }
    }
}

/// A page of metrics, by what stands before the number.
struct MetricLines {
    private let values: [String: Double]

    init(_ registry: MetricsRegistry) {
        var values: [String: Double] = [:]
        for line in registry.exposition().split(separator: "\n") where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " ") else { continue }
            values[String(line[..<space])] = Double(line[line.index(after: space)...])
        }
        self.values = values
    }

    subscript(series: String) -> Double? { values[series] }

    /// How many series begin so.
    func count(of prefix: String) -> Int { values.keys.count { $0.hasPrefix(prefix) } }
}
