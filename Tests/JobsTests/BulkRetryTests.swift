import Domain
import Postgres
import Tenancy
import Testing

@testable import Jobs

@Suite("Trying many jobs again", .timeLimit(.minutes(5)))
struct BulkRetryTests {
    @Test("leaves alone what somebody called off, unless that is what is asked for, and what has not stopped")
    func canceled() async throws {
        try await withBench { bench in
            var ids: [JobState: Job.ID] = [:]
            for state in [JobState.failed, .canceled, .actionRequired, .queued] {
                let id = try await bench.promise(JobRequest(Errand())).id
                try await bench.master.session.execute(
                    """
                    update job_queue
                    set state = \(state), finished_at = case when \(state.isFinal) then now() end where id = \(id)
                    """)
                ids[state] = id
            }
            let canceled = try #require(ids[.canceled])

            let (retried, refused) = try await bench.operations.retryAll(JobFilter(), by: nil)
            #expect(retried == 2 && refused.isEmpty)
            #expect(try await bench.job(canceled).state == .canceled)

            let (again, _) = try await bench.operations.retryAll(JobFilter(status: .canceled), by: nil)
            #expect(again == 1)
            for id in ids.values { #expect(try await bench.job(id).state == .queued) }
        }
    }
}
