import Domain
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Credits

@Suite("The nightly look at the books", .timeLimit(.minutes(1)))
struct LedgerAuditTests {
    @Test("is given to one of all who ask, once a day, and taken over from one who died")
    func once() async throws {
        try await withJournal { bench in
            let audits = LedgerAudits(master: bench.master)
            // Before two o'clock there is nothing to do; the rest of the day one gets it.
            let isNight = try await bench.master.session.first(
                "select extract(hour from now() at time zone 'utc') < 2", as: Bool.self)
            let given = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<8 { group.addTask { try await audits.begin() } }
                return try await group.reduce(into: [String]()) { if let day = $1 { $0.append(day) } }
            }
            #expect(given.count == (isNight == true ? 0 : 1))
            guard let day = given.first else { return }
            try await bench.master.session.execute(
                "update ledger_audits set started_at = now() - interval '61 minutes'")
            #expect(try await audits.begin() == day)
            #expect(try await audits.begin() == nil)
            try await audits.finish(day, try await CreditLedger(master: bench.master).verify())
            try await bench.master.session.execute(
                "update ledger_audits set started_at = now() - interval '61 minutes'")
            #expect(try await audits.begin() == nil)
            let newest = try await audits.newest(limit: 5)
            #expect(newest.map(\.day) == [day] && newest[0].findings == 0)
        }
    }
}
