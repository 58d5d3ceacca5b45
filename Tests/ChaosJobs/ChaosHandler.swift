import Dispatch
import Foundation
package import Jobs
import Postgres
package import Tenancy

/// Does what a ``ChaosJob`` says, and writes down each run.
package struct ChaosHandler: JobHandler {
    let traces: ChaosTraces

    package init(_ traces: ChaosTraces) { self.traces = traces }

    package func run(_ job: ChaosJob, in context: JobContext) async throws -> JobOutcome {
        let run = ChaosRun(of: context)
        let earlier = try await traces.begin(run)
        if context.attempt <= job.failures { throw ChaosMishap.passing }
        switch job.shape {
        case .plain:
            try await work(job)
            return .done
        case .effect: try await work(job)
        case .steps:
            for (number, step) in ChaosJob.steps.enumerated() {
                try await context.progress.start(step)
                try await work(job, parts: 3)
                try await context.progress.finish(step, percent: 30 * (number + 1))
            }
        case .fenced:
            try await traces.writeBehindFence(run, line: job.line)
            try await work(job)
            try await traces.writeBehindFence(run, line: job.line)
        case .snoozed:
            if earlier == 0 { return .snooze(.milliseconds(200)) }
        case .doomed: throw ChaosMishap.hopeless
        }
        return .done { try await ChaosQueries.effect(of: run, on: $0) }
    }

    private func work(_ job: ChaosJob, parts: Int = 1) async throws {
        if job.milliseconds > 0 { try await Task.sleep(for: .milliseconds(job.milliseconds / parts)) }
    }
}

/// Does not stop when it is told to, the first time.
package struct HangingHandler: JobHandler {
    let traces: ChaosTraces

    package init(_ traces: ChaosTraces) { self.traces = traces }

    package func run(_ job: HangingJob, in context: JobContext) async throws -> JobOutcome {
        let run = ChaosRun(of: context)
        if try await traces.begin(run) == 0 {
            await withCheckedContinuation { over in
                DispatchQueue.global().asyncAfter(deadline: .now() + 6) { over.resume() }
            }
        }
        return .done { try await ChaosQueries.effect(of: run, on: $0) }
    }
}

/// One time that a handler is run, which no other is mistaken for.
package struct ChaosRun: Sendable {
    let id = UUID()
    let context: JobContext
    let processID = ProcessInfo.processInfo.processIdentifier

    init(of context: JobContext) { self.context = context }
}

/// Where runs leave their traces: in the master database, and in one where nothing but a fence protects what is written.
package struct ChaosTraces: Sendable {
    let master: Database<Master>
    let tenant: Database<Tenant>

    package init(master: Database<Master>, tenant: Database<Tenant>) {
        self.master = master
        self.tenant = tenant
    }

    /// - Returns: how often the job was run before.
    func begin(_ run: ChaosRun) async throws -> Int {
        try await passing { try await ChaosQueries.begin(run, on: master.session) }
    }

    /// - Throws: ``JobLost`` when a later attempt has written there.
    func writeBehindFence(_ run: ChaosRun, line: Int) async throws {
        let written = try await passing {
            try await tenant.transaction { try await ChaosQueries.write(run, line: line, on: $0) }
        }
        guard written else { throw JobLost() }
    }

    /// A database that is away is nobody's failure, and uses up no attempt.
    private func passing<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let error as PostgresError where error.isPassing { throw MasterAway() }
    }
}
