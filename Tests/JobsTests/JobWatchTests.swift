import Domain
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("A job watch", .timeLimit(.minutes(5)))
struct JobWatchTests {
    private func touch(_ id: Job.ID, _ bench: JobBench) async throws {
        try await bench.master.session.execute("update job_queue set revision = revision + 1 where id = \(id)")
    }

    @Test("tells of changes as they happen")
    func changes() async throws {
        try await withBench { bench in
            let events = MasterEvents(endpoint: bench.database, logger: quiet)
            let watch = JobWatch(events: events)
            try await bench.serving([events, watch]) { _ in
                let id = try await bench.promise(JobRequest(Errand())).id
                var changes = watch.changes(of: id).makeAsyncIterator()
                try await bench.listens()
                var waited = Duration.zero
                for _ in 0..<10 {
                    try await touch(id, bench)
                    let start = ContinuousClock.now
                    await changes.next()
                    waited += ContinuousClock.now - start
                }
                // Looking every two seconds anyway would take twenty.
                #expect(waited < .seconds(8))
            }
        }
    }

    @Test("tells those who wait to look now and then, although nothing was heard")
    func lostNotification() async throws {
        try await withBench { bench in
            let watch = JobWatch(events: MasterEvents(endpoint: bench.database, logger: quiet))
            try await bench.serving([watch]) { _ in
                var changes = watch.changes(of: .make()).makeAsyncIterator()
                await changes.next()
                await changes.next()
            }
        }
    }

    @Test("forgets those who have left")
    func left() async throws {
        try await withBench { bench in
            let events = MasterEvents(endpoint: bench.database, logger: quiet)
            let watch = JobWatch(events: events)
            let id = Job.ID.make()
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await _ in watch.changes(of: id) {} }
                group.cancelAll()
            }
            try await bench.serving([watch]) { _ in
                var changes = watch.changes(of: id).makeAsyncIterator()
                #expect(await changes.next() != nil)
            }
        }
    }
}
