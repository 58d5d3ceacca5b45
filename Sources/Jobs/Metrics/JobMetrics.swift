package import Metrics

/// What a worker tells about the jobs it runs. Labels are queues, kinds and outcomes: never a store, an account or an id.
///
/// Costs next to nothing while the process has no backend for metrics.
package struct JobMetrics: Sendable {
    private struct Work: Hashable {
        let queue: String
        let kind: String
        var outcome: AttemptOutcome?

        var labels: [(String, String)] {
            [("queue", queue), ("kind", kind)] + (outcome.map { [("outcome", $0.rawValue)] } ?? [])
        }
    }

    private struct Ending: Hashable {
        let kind: String
        let outcome: AttemptOutcome
    }

    private let waited: MetricHandles<Work, Recorder>
    private let ran: MetricHandles<Work, Recorder>
    private let attempts: MetricHandles<Ending, Counter>
    private let rescues: MetricHandles<ClaimQueries.Rescue, Counter>
    private let rebuilds: Counter
    private let outage: OutageClock

    /// - Parameter factory: the process's own by default: set that up first.
    package init(factory: any MetricsFactory = MetricsSystem.factory) {
        waited = MetricHandles {
            Recorder(label: "tenantry_job_queue_seconds", dimensions: $0.labels, aggregate: true, factory: factory)
        }
        ran = MetricHandles {
            Recorder(label: "tenantry_job_run_seconds", dimensions: $0.labels, aggregate: true, factory: factory)
        }
        attempts = MetricHandles {
            let labels = [("kind", $0.kind), ("outcome", $0.outcome.rawValue)]
            return Counter(label: "tenantry_job_attempts_total", dimensions: labels, factory: factory)
        }
        rescues = MetricHandles {
            let labels = [("reason", $0.rawValue)]
            return Counter(label: "tenantry_job_rescues_total", dimensions: labels, factory: factory)
        }
        rebuilds = Counter(label: "tenantry_index_rebuilds_total", factory: factory)
        outage = OutageClock(factory: factory)
    }

    /// Makes the counters of these kinds stand at 0: the first of something would not show as a rise otherwise.
    func begin(kinds: [String]) {
        for kind in kinds {
            for outcome in AttemptOutcome.allCases { _ = attempts[Ending(kind: kind, outcome: outcome)] }
        }
        for rescue in ClaimQueries.Rescue.allCases { _ = rescues[rescue] }
    }

    func claimed(_ jobs: [ClaimQueries.Claimed]) {
        for job in jobs {
            if let seconds = job.waitedSeconds { waited[Work(queue: job.queue, kind: job.kind)].record(seconds) }
            if let rescue = job.rescue { rescues[rescue].increment() }
        }
    }

    /// - Parameter duration: how long the handler ran; `nil` when it did not.
    func ended(_ job: ClaimQueries.Claimed, _ outcome: AttemptOutcome, after duration: Duration?) {
        attempts[Ending(kind: job.kind, outcome: outcome)].increment()
        guard let duration else { return }
        ran[Work(queue: job.queue, kind: job.kind, outcome: outcome)].record(duration / .seconds(1))
    }

    func indexRebuilt() { rebuilds.increment() }

    /// Whether jobs come from the table at the moment because Redis is away.
    func fetched(withoutRedis: Bool) { outage.note(withoutRedis) }
}

extension JobMetrics {
    /// One line on each metric of jobs, by its name.
    package static let help: [String: String] = [
        "tenantry_job_queue_seconds": "From the time at which a job was due until a worker had it.",
        "tenantry_job_run_seconds": "How long handlers ran, by how the attempt ended.",
        "tenantry_job_attempts_total": "Attempts that are over, by how they ended.",
        "tenantry_job_rescues_total":
            "Jobs taken over: from a worker that was silent (worker), or whose time was long up (deadline).",
        "tenantry_index_rebuilds_total":
            "How often every waiting job was announced again because Redis had lost its index.",
        "tenantry_jobs_degraded": "1 while this worker takes jobs from PostgreSQL because Redis is away.",
        "tenantry_jobs_degraded_seconds_total":
            "How long this worker took jobs from PostgreSQL because Redis was away.",
        "tenantry_jobs": "Jobs by queue and state; counted by every API process, so take the maximum.",
        "tenantry_jobs_oldest_waiting_seconds": "How long the job has been due that has been due longest.",
        "tenantry_workers":
            "Workers that live, by the queues they serve; counted by every API process, so take the maximum.",
    ]
}
