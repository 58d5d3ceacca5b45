import Domain
import JobTesting
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("A trial of jobs", .timeLimit(.minutes(5)))
struct JobFaultTests {
    /// A job with time enough for a busy machine, and little enough to wait for its end.
    private struct PatientErrand: JobPayload {
        static let kind = "patient-errand"
        static let timeout = Duration.seconds(4)
    }

    private func trial(_ master: Database<Master>, _ handler: ScriptedHandler<Errand>) throws -> JobTrial {
        try JobTrial(master: master, subjects: .of(handler), rules: { ($0 as? Mishap)?.verdict ?? .retry(.unexpected) })
        {
            $0.register(handler)
        }
    }

    @Test(
        "can die at every place, and the job is done once all the same",
        arguments: [
            JobFaults.Place.beforeClaim, .afterClaim, .handler("middle"), .beforeCompletion, .beforeIndex,
        ], [true, false])
    func crashes(_ place: JobFaults.Place, writing: Bool) async throws {
        try await withBench { bench in
            let handler = ScriptedHandler<Errand> { _, context in
                try await context.reach("middle")
                return writing ? .effect(of: context) : .done
            }
            let trial = try trial(bench.master, handler)
            let id = try await trial.request(JobRequest(Errand()))
            let first = try await trial.attempt(id, faults: .crashing(at: place))
            #expect(first.result == .crashed)
            let state: JobState =
                switch place {
                case .beforeClaim: .queued
                case .beforeIndex: .succeeded
                default: .running
                }
            #expect(first.job.state == state)
            try await trial.advance(by: .seconds(11))
            let second = try await trial.attempt(id)
            #expect(second.job.state == .succeeded && second.job.attempt == 1)
            #expect(second.result == (place == .beforeIndex ? .notClaimed : .ended(.succeeded)))
            #expect(try await bench.effects == (writing ? [id] : []))
        }
    }

    @Test("counts an error at a place of a handler as the handler's, and ends one that hangs there at its time limit")
    func errors() async throws {
        try await withBench { bench in
            let handler = ScriptedHandler<PatientErrand> { _, context in
                try await context.reach("middle")
                return .effect(of: context)
            }
            let trial = try JobTrial(master: bench.master, subjects: .of(handler), rules: { _ in .retry(.unexpected) })
            {
                $0.register(handler)
            }
            let id = try await trial.request(JobRequest(PatientErrand()))
            let failing = JobFaults { place, _ in if place == .handler("middle") { throw Mishap.retry } }
            let first = try await trial.attempt(id, faults: failing)
            #expect(first.outcome == .retry && first.job.error == .unexpected)
            try await trial.advance(by: .seconds(3_600))
            let hanging = JobFaults { place, _ in if place == .handler("middle") { try await workForEver() } }
            #expect(try await trial.attempt(id, faults: hanging).job.error?.code == "timed_out")
            try await trial.advance(by: .seconds(3_600))
            #expect(try await trial.attempt(id).outcome == .succeeded)
            #expect(try await bench.effects == [id])
        }
    }

    @Test("lets delayed jobs come due, and nothing else")
    func clock() async throws {
        try await withBench { bench in
            let trial = try trial(bench.master, .effective)
            let id = try await trial.request(JobRequest(Errand(), delay: .seconds(3_600)))
            #expect(try await trial.attempt(id).result == .notClaimed)
            try await trial.advance(by: .seconds(3_000))
            #expect(try await trial.attempt(id).result == .notClaimed)
            try await trial.advance(by: .seconds(600))
            #expect(try await trial.attempt(id).outcome == .succeeded)
        }
    }
}
