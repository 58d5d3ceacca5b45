import Domain
import Postgres
import Schedules
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("Schedulers among other services", .timeLimit(.minutes(5)))
struct JobSchedulerServiceTests {
    private func scheduler(_ bench: JobBench) throws -> JobScheduler {
        var scheduler = bench.scheduler(try errands("0 0 1 1 *"))
        scheduler.pace.look = .milliseconds(20)
        scheduler.pace.keep = .milliseconds(50)
        return scheduler
    }

    @Test("have their jobs run by workers, once each, however many of both there are")
    func together() async throws {
        try await withBench { bench in
            let services: [any Service] = [
                try scheduler(bench), try scheduler(bench), try scheduler(bench), bench.runner(.effective),
                bench.runner(.effective), bench.relay(),
            ]
            try await bench.serving(services) { _ in
                try await eventually {
                    try await bench.master.session.first("select 1 from job_schedules", as: Int32.self) == 1
                }
                for count in 1...3 {
                    try await bench.master.session.execute("update job_schedules set next_at = clock_timestamp()")
                    try await eventually(within: .seconds(30)) {
                        try await bench.master.session.first(
                            "select count(*) from job_queue where state = 'succeeded'", as: Int64.self) == Int64(count)
                    }
                }
            }
            #expect(try await bench.effects.count == 3)
            #expect(try await Set(bench.effects).count == 3)
        }
    }

    @Test("begin when the master database is there, and go on when it is back")
    func masterAway() async throws {
        try await withBench { bench in
            try await bench.master.session.execute("alter table job_schedules rename to job_schedules_away")
            try await bench.serving([try scheduler(bench)]) { _ in
                try await eventually {
                    try await bench.master.session.first(
                        """
                        select exists (
                            select from pg_stat_activity
                            where datname = current_database() and pid <> pg_backend_pid()
                              and query ilike '%from job_schedules%')
                        """, as: Bool.self) == true
                }
                try await bench.master.session.execute("alter table job_schedules_away rename to job_schedules")
                try await eventually {
                    try await bench.master.session.first("select 1 from job_schedules", as: Int32.self) == 1
                }
                for _ in 0..<3 {
                    try await bench.master.session.execute(
                        """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()
                        """)
                }
                try await bench.master.session.execute("update job_schedules set next_at = clock_timestamp()")
                try await eventually {
                    try await bench.master.session.first("select count(*) from job_queue", as: Int64.self) == 1
                }
            }
        }
    }
}
