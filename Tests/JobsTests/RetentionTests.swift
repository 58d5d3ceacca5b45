import Domain
import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("Jobs that are long over", .timeLimit(.minutes(5)))
struct RetentionTests {
    /// A job that was asked for, and ended, so many days ago.
    private func makeJob(_ state: JobState, daysAgo days: Int, in bench: JobBench) async throws -> Job.ID {
        let id = Job.ID(rawValue: .version7(at: Date().timeIntervalSince1970 - 86_400 * Double(days)))
        try await bench.master.session.execute(
            """
            insert into job_queue (id, kind, state, percent, created_at, finished_at)
            values (\(id), 'errand', \(state), 100, now() - make_interval(days => \(Int32(days))),
                    case when \(state.isFinal) then now() - make_interval(days => \(Int32(days))) end)
            """)
        try await bench.master.session.execute(
            "insert into job_steps (job_id, name, position) values (\(id), 'a', 0)")
        try await bench.master.session.execute(
            """
            insert into job_attempts (job_id, epoch, attempt, worker_id, ended_at, outcome)
            values (\(id), nextval('job_epoch'), 1, gen_random_uuid(), now(), 'succeeded')
            """)
        return id
    }

    @Test("go with their history, but for those that somebody has to act on or that are named elsewhere")
    func jobs() async throws {
        try await withBench { bench in
            let old = try await makeJob(.succeeded, daysAgo: 31, in: bench)
            let canceled = try await makeJob(.canceled, daysAgo: 80, in: bench)
            let kept = [
                try await makeJob(.succeeded, daysAgo: 29, in: bench),
                try await makeJob(.failed, daysAgo: 60, in: bench),
                try await makeJob(.actionRequired, daysAgo: 60, in: bench),
                try await makeJob(.queued, daysAgo: 60, in: bench),
            ]
            let named = try await makeJob(.succeeded, daysAgo: 60, in: bench)
            let user = UUID()
            try await bench.master.session.execute(
                """
                insert into users (id, email, first_name, last_name)
                values (\(user), 'owner@example.com', 'Ada', 'Lovelace')
                """)
            try await bench.master.session.execute(
                """
                insert into stores (id, owner_id, name, slug, status, provisioning_job_id)
                values (gen_random_uuid(), \(user), 'Shop', 'shop', 'provisioning', \(named))
                """)

            let retention = JobRetention(master: bench.master)
            #expect(try await retention.pruneJobs(limit: 1) == 1)
            #expect(try await retention.pruneJobs(limit: 10) == 1)
            #expect(try await retention.pruneJobs(limit: 10) == 0)
            let left = try await bench.master.session.all("select id from job_queue", as: Job.ID.self)
            #expect(Set(left) == Set(kept + [named]) && !left.contains(old) && !left.contains(canceled))
            let attempts = try await bench.master.session.all("select job_id from job_attempts", as: Job.ID.self)
            #expect(Set(attempts) == Set(left))
        }
    }

    @Test("leave workers behind that are long gone; those that run something stay")
    func workers() async throws {
        try await withBench { bench in
            let (gone, busy, alive) = (
                try await bench.makeWorker(), try await bench.makeWorker(), try await bench.makeWorker()
            )
            let id = try await bench.promise(JobRequest(Errand())).id
            _ = try #require(await bench.claim(id, by: busy))
            try await bench.master.session.execute(
                "update workers set beat_at = now() - interval '31 days' where id in (\(gone), \(busy))")
            #expect(try await JobRetention(master: bench.master).pruneWorkers(limit: 10) == 1)
            let left = try await bench.master.session.all("select id from workers", as: WorkerID.self)
            #expect(Set(left) == [busy, alive])
        }
    }
}
