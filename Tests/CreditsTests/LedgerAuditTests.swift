import Domain
import Foundation
import Jobs
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Credits

@Suite("The nightly look at the books", .timeLimit(.minutes(5)))
struct LedgerAuditTests {
    private func makeJob(at time: String, in bench: JournalBench) async throws -> Job.ID {
        let id = Job.ID.make()
        try await bench.master.session.execute(
            "insert into job_queue (id, kind, created_at) values (\(id), 'verify-ledgers', \(time)::text::timestamptz)")
        return id
    }

    @Test("belongs to the day of its job: begun anew by another attempt, not again once it is done")
    func once() async throws {
        try await withJournal { bench in
            let audits = LedgerAudits(master: bench.master)
            let job = try await makeJob(at: "2026-03-01 23:30:00-02", in: bench)
            for _ in 0..<2 { #expect(try await audits.begin(for: job) == "2026-03-02") }
            #expect(try await audits.newest(limit: 5).map(\.findings) == [nil])

            let report = try await CreditLedger(master: bench.master).verify()
            try await bench.master.transaction { try await LedgerAudits.finish("2026-03-02", report, on: $0) }
            #expect(try await audits.begin(for: job) == nil)
            let other = try await makeJob(at: "2026-03-02 09:00:00Z", in: bench)
            #expect(try await audits.begin(for: other) == nil)
            let newest = try await audits.newest(limit: 5)
            #expect(newest.map(\.day) == ["2026-03-02"] && newest[0].findings == 0)
        }
    }
}
